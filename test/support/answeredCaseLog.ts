import type { Origin } from '../../electron/contract/frame'
import type { Analysis } from '../../electron/instrument/services/analysis'
import { recordedMeasurement } from '../../electron/instrument/services/recordedMeasurement'
import { aDevice, addLesion, aFrame, openTestLog } from '../../electron/storage/fixtures'
import type { CaseLog } from '../../electron/storage/openCaseLog'
import { skinFrames } from './skinFrames'

const PIXELS = 1024

/** Writes a case log of as many cases, each measured once and answered by the model; of each origin so many. */
export async function writeAnsweredCaseLog(
  path: string,
  analysis: Pick<Analysis, 'answer'>,
  cases: Partial<Record<Origin, number>>,
): Promise<CaseLog> {
  const log = openTestLog(path)
  for (const [origin, count = 0] of Object.entries(cases) as [Origin, number | undefined][]) {
    for (let seed = 0; seed < count; seed++) await addAnswered(log, analysis, origin, seed)
  }
  return log
}

async function addAnswered(
  log: CaseLog,
  analysis: Pick<Analysis, 'answer'>,
  origin: Origin,
  seed: number,
): Promise<void> {
  const { wavenumbers, frames } = skinFrames(seed, PIXELS)
  const { lesionId, operatorId } = addLesion(log, { pseudonym: `${origin}-${seed}`, origin })
  const { id } = log.acquisitions.start({
    ...{ lesionId, operatorId, wavenumbers },
    device: aDevice({ pixels: PIXELS, badPixels: [], origin }),
    plan: { integrationTimeMs: 100, accumulations: 1, darkFrames: 0, laserPowerMilliwatts: 20 },
  })
  const intensities = frames[0]!.intensities.map(Math.round)
  log.frames.append(id, aFrame(0, { intensities, origin }), 'sample')
  log.acquisitions.finish(id, { status: 'complete' })
  const { measured, entries } = recordedMeasurement(log, id)
  const { answer, recipe } = await analysis.answer(measured)
  log.results.add({ acquisitionId: id, frames: entries, recipe, answer })
}
