import { aloneResult, distributionOf, rounded } from './distribution'
import { record, type Recorded } from './recording'
import { benchReport, type BenchReport } from './report'
import { BenchedApplication } from './window/application'

/** Until compiled code, caches and the first garbage collections are done, seconds. */
const SETTLING_SECONDS = 30

/** Resident memory of all processes while 100 frames/s are recorded and shown: how high, and whether it grows. */
export async function benchMemory({ minutes = 1.5 }: { minutes?: number }): Promise<BenchReport> {
  const application = await BenchedApplication.start()
  try {
    await application.prepare({})
    const { memory, frames, asked } = await record(application, minutes)
    const settled = memory.filter(({ seconds }) => seconds > SETTLING_SECONDS)
    const size = distributionOf(settled.map(({ megabytes }) => megabytes))
    return benchReport('memory', [
      aloneResult('resident in all processes while 100 frames/s are recorded', size, 'MB', {
        megabytesPerMinute: rounded(slopeOf(settled) * 60),
        minutes,
        recorded: frames,
        lost: asked - frames,
        first: settled[0]?.megabytes ?? NaN,
        last: settled.at(-1)?.megabytes ?? NaN,
      }),
    ])
  } finally {
    await application.close()
  }
}

/** Of the line of least squares, MB/s. */
function slopeOf(samples: Recorded['memory']): number {
  const mean = (of: (sample: Recorded['memory'][number]) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [seconds, megabytes] = [mean((sample) => sample.seconds), mean((sample) => sample.megabytes)]
  return (
    mean((sample) => (sample.seconds - seconds) * (sample.megabytes - megabytes)) /
    mean((sample) => (sample.seconds - seconds) ** 2)
  )
}
