import { aloneResult, distributionOf, rounded } from './distribution'
import { record, warmUp } from './recording'
import { benchReport, type BenchReport } from './report'
import { theilSenSlope } from './theilSenSlope'
import { BenchedApplication } from './window/application'

/** Until compiled code and caches are done, and again until garbage is what it usually is; a short run has a third of its time for each. */
const SETTLING_MINUTES = 2

/**
 * Memory while 100 frames/s are recorded and shown, and whether it grows: what all processes have resident, garbage included,
 * and what the scripts of the window hold, without.
 */
export async function benchMemory({ minutes = 1.5 }: { minutes?: number }): Promise<BenchReport> {
  const application = await BenchedApplication.start()
  try {
    await application.prepare({})
    const settling = Math.min(SETTLING_MINUTES, minutes / 3)
    await warmUp(application, settling)
    const heldBefore = await application.heldMegabytes()
    // What a forced collection took away comes back for some minutes, and would count as growth.
    await warmUp(application, settling)
    const { memory, frames, asked } = await record(application, minutes)
    const heldAfter = await application.heldMegabytes()
    return benchReport('memory', [
      aloneResult(
        'resident in all processes while 100 frames/s are recorded',
        distributionOf(memory.map(({ megabytes }) => megabytes)),
        'MB',
        {
          megabytesPerMinute: rounded(
            theilSenSlope(memory.map(({ seconds, megabytes }) => [seconds / 60, megabytes])),
          ),
          minutes,
          recorded: frames,
          lost: asked - frames,
        },
      ),
      aloneResult(
        'held by the scripts of the window after a forced garbage collection, before and after',
        distributionOf([heldBefore, heldAfter]),
        'MB',
        { megabytesPerMinute: rounded((heldAfter - heldBefore) / minutes) },
      ),
    ])
  } finally {
    await application.close()
  }
}
