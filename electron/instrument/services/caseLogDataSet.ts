import type { Origin } from '../../contract/frame'
import type { DataSet } from '../../models/datasets/dataSet'
import { dataSetOfCases, type MeasuredCase } from '../../models/datasets/measuredCases'
import type { CaseLog } from '../../storage/openCaseLog'
import type { LabelledCase } from '../../storage/repositories/labelledCases'
import { byKind } from './measuredFrames'
import { measuredSpectrum } from './measuredSpectrum'

export interface CaseLogDataSetOptions {
  name: string
  /** Takes clinical diagnoses where histopathology has not spoken. @default false */
  clinical?: boolean
  /** @default all, which is refused where there are several */
  origin?: Origin
}

export interface CaseLogDataSet {
  dataSet: DataSet
  /** Measurements whose newest result failed a quality gate: nothing is learnt from them. */
  failedQuality: number
  /** Spectra whose label is clinical alone. */
  clinicalOnly: number
}

/**
 * The labelled cases of a case log as a data set: of each complete measurement the mean spectrum that a recipe gets.
 * @throws StokesError `dataset.*`, `axis.notCovered`, `storage.damaged`
 */
export function caseLogDataSet(
  { labelledCases, acquisitions, frames }: Pick<CaseLog, 'labelledCases' | 'acquisitions' | 'frames'>,
  { name, clinical = false, origin }: CaseLogDataSetOptions,
): CaseLogDataSet {
  const listed = labelledCases.list({ clinical, origin: origin ?? null })
  const good = listed.filter(({ passed }) => passed !== false)
  const measured = good.map((labelled): MeasuredCase => {
    const { acquisitionId, device, label } = labelled
    const wavenumbers = acquisitions.wavenumbers(acquisitionId)
    const recorded = byKind(frames.ofAcquisition(acquisitionId))
    const { despiked: spectrum } = measuredSpectrum({ device, wavenumbers, ...recorded })
    return { row: rowOf(labelled), label, origin: labelled.origin, wavenumbers, spectrum }
  })
  return {
    dataSet: dataSetOfCases(name, measured),
    failedQuality: listed.length - good.length,
    clinicalOnly: good.filter(({ source }) => source === 'clinical').length,
  }
}

function rowOf({
  acquisitionId,
  patientId,
  lesionClass,
  yearOfBirth,
  sex,
  bodySite,
  skinType,
  device,
  startedAt,
}: LabelledCase): MeasuredCase['row'] {
  return {
    id: acquisitionId,
    patient: patientId,
    lesionClass,
    // To a year: the day of birth is not kept.
    age: yearOfBirth === null ? null : new Date(startedAt).getUTCFullYear() - yearOfBirth,
    sex: sex === 'unknown' ? null : sex,
    bodySite,
    skinType,
    instrument: `${device.model} ${device.serialNumber}`,
    takenAt: startedAt,
  }
}
