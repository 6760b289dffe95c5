import { aloneResult, distributionOf, rounded } from './distribution'
import { record, warmUp } from './recording'
import { benchReport, type BenchReport } from './report'
import { theilSenSlope } from './theilSenSlope'
import { BenchedApplication } from './window/application'
import type { ResidentMemory } from './window/residentMemory'

/** Until compiled code, caches and the first garbage collections are done; a short run has a third of its time for it. */
const SETTLING_MINUTES = 2

/**
 * Memory while 100 frames/s are recorded and shown, and whether it grows: what all processes have resident, garbage included,
 * and what the scripts of the window hold, without.
 */
export async function benchMemory({ minutes = 1.5 }: { minutes?: number }): Promise<BenchReport> {
  const application = await BenchedApplication.start()
  try {
    await application.prepare({})
    const third = minutes / 3
    await warmUp(application, Math.min(SETTLING_MINUTES, third))
    const { memory, frames, asked } = await record(application, minutes)
    // A window needs more than five minutes to have as much garbage again as before a forced collection: that would be taken for growth.
    const heldBefore = await application.heldMegabytes()
    await warmUp(application, third)
    const heldAfter = await application.heldMegabytes()
    const growth = (of: keyof ResidentMemory) =>
      rounded(theilSenSlope(memory.map((sample) => [sample.seconds / 60, sample[of]])))
    return benchReport('memory', [
      aloneResult(
        'resident in all processes while 100 frames/s are recorded',
        distributionOf(memory.map(({ all }) => all)),
        'MB',
        {
          megabytesPerMinute: growth('all'),
          megabytesPerMinuteWithoutFiles: growth('own'),
          minutes,
          recorded: frames,
          lost: asked - frames,
        },
      ),
      aloneResult(
        'held by the scripts of the window after a forced garbage collection, then and a third of the time later',
        distributionOf([heldBefore, heldAfter]),
        'MB',
        { megabytesPerMinute: rounded((heldAfter - heldBefore) / third), minutes: rounded(third) },
      ),
    ])
  } finally {
    await application.close()
  }
}
