import type { Origin } from '../../contract/frame'
import { caseFilterSchema, type CaseFilter } from '../../contract/learning'
import type { DataSet } from '../../models/datasets/dataSet'
import { dataSetOfCases, type MeasuredCase } from '../../models/datasets/measuredCases'
import type { CaseLog } from '../../storage/openCaseLog'
import type { LabelledCase } from '../../storage/repositories/labelledCases'
import { byKind } from './measuredFrames'
import { measuredSpectrum } from './measuredSpectrum'

export interface CaseLogDataSetOptions {
  name: string
  /** What is left out has the default of the contract; without an origin all are taken, and several refused. */
  filter?: Partial<CaseFilter>
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
  { name, filter = {} }: CaseLogDataSetOptions,
): CaseLogDataSet {
  const origin: Origin | null = filter.origin ?? null
  const { spectra, ...chosen } = caseFilterSchema.omit({ origin: true }).parse(filter)
  const listed = labelledCases.list({ ...chosen, origin })
  const passed = listed.filter((labelled) => labelled.passed !== false)
  // The newest of a lesion comes last.
  const newest = new Set(new Map(passed.map((labelled) => [labelled.lesionId, labelled])).values())
  const good = spectra === 'newest' ? passed.filter((labelled) => newest.has(labelled)) : passed
  const measured = good.map((labelled): MeasuredCase => {
    const { acquisitionId, device, label } = labelled
    const wavenumbers = acquisitions.wavenumbers(acquisitionId)
    const recorded = byKind(frames.ofAcquisition(acquisitionId))
    const { despiked: spectrum } = measuredSpectrum({ device, ...recorded })
    return { row: rowOf(labelled), label, origin: labelled.origin, wavenumbers, spectrum }
  })
  return {
    dataSet: dataSetOfCases(name, measured),
    failedQuality: listed.length - passed.length,
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
