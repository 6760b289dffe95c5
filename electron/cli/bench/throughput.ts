import { aloneResult, distributionOf, rounded } from './distribution'
import { record } from './recording'
import { benchReport, type BenchReport } from './report'
import { BenchedApplication } from './window/application'

/** 100 frames/s into the case log: how many of them are lost, and whether the window keeps up meanwhile. */
export async function benchThroughput({ minutes = 0.5 }: { minutes?: number }): Promise<BenchReport> {
  const application = await BenchedApplication.start()
  try {
    await application.prepare({})
    const { frames, asked, seconds, intervals, painted } = await record(application, minutes)
    const rate = rounded(frames / seconds)
    const whole = { count: frames, best: rate, median: rate, p90: rate, p99: rate, worst: rate }
    return benchReport('throughput', [
      aloneResult('frames recorded while the instrument exposes 10 ms each', whole, 'frames/s', {
        recorded: frames,
        lost: asked - frames,
        minutes,
        painted,
      }),
      aloneResult('between two animation frames of the window meanwhile', distributionOf(intervals), 'ms'),
    ])
  } finally {
    await application.close()
  }
}
