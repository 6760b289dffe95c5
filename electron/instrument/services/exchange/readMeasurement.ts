import type { ExportedCase, ExportedMeasurement } from '../../../storage/exchange/exportedMeasurement'
import type { CaseLog } from '../../../storage/openCaseLog'
import { byKind, meanOf } from '../measuredFrames'

/** A case with the ids of its measurements, the oldest first. */
export function readCase(log: CaseLog, lesionId: string): { of: ExportedCase; acquisitionIds: string[] } {
  const { patient, lesion, diagnoses, notes, acquisitions, combined } = log.cases.open(lesionId)
  const recorded = acquisitions.filter(
    ({ framesRecorded, status }) => framesRecorded > 0 && status !== 'running',
  )
  const spots = [...new Set(acquisitions.map(({ spot }) => spot).reverse())]
  return {
    of: { patient, lesion, diagnoses, notes, combined, spots },
    acquisitionIds: recorded.map(({ id }) => id).reverse(),
  }
}

/** @throws StokesError `storage.damaged` where the disk changed a frame */
export function readMeasurement(log: CaseLog, of: ExportedCase, acquisitionId: string): ExportedMeasurement {
  const acquisition = log.acquisitions.get(acquisitionId)
  const spot = log.spots.ofLesion(acquisition.lesionId).get(acquisitionId)!
  const stored = log.frames.ofAcquisition(acquisitionId)
  const result = log.results.newestOfAcquisition(acquisitionId)
  return {
    of,
    acquisition: { ...acquisition, operatorName: log.operators.get(acquisition.operatorId).name, spot },
    wavenumbers: log.acquisitions.wavenumbers(acquisitionId),
    frames: stored.map(({ entry: _entry, ...frame }) => frame),
    mean: stored.some(({ kind }) => kind === 'sample') ? meanOf(byKind(stored)) : null,
    calibration: log.passports.stampOf(acquisitionId),
    result: result && { ...result, recipe: log.results.provenance(result.id).recipe },
  }
}
