import { StokesError } from '../../contract/errors'
import type { CaseLog } from '../../storage/openCaseLog'
import { byKind, type MeasuredFrames } from './measuredFrames'

/** What an answer is computed from, and the entries of its frames. */
export interface RecordedMeasurement {
  measured: MeasuredFrames
  entries: number[]
}

/**
 * A measurement as it was made, from the case log: its frames, and what was in force then.
 * @throws StokesError `usage.invalid` for one that is not complete, `storage.notFound`, `storage.damaged`
 */
export function recordedMeasurement(
  { acquisitions, frames, passports }: Pick<CaseLog, 'acquisitions' | 'frames' | 'passports'>,
  acquisitionId: string,
): RecordedMeasurement {
  const { device, plan, status } = acquisitions.get(acquisitionId)
  if (status !== 'complete') {
    throw new StokesError('usage.invalid', `The measurement is ${status}, so it has no answer.`, {
      tip: 'Measure the lesion again.',
    })
  }
  const recorded = frames.ofAcquisition(acquisitionId)
  const calibration = passports.stampOf(acquisitionId)
  return {
    measured: {
      device,
      wavenumbers: acquisitions.wavenumbers(acquisitionId),
      ...(calibration && { calibration }),
      setPowerMilliwatts: plan.laserPowerMilliwatts,
      ...byKind(recorded),
    },
    entries: recorded.map(({ entry }) => entry),
  }
}
