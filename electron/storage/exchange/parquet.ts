import { schemaFromColumnData, type BasicType, type ColumnSource, type SchemaElement } from 'hyparquet-writer'
import type { Answer } from '../../contract/answer'
import type { ExportedCase, ExportedMeasurement } from './exportedMeasurement'
import { metadataOf } from './metadataOf'
import { processedSpectraOf, rawSpectraOf, type NamedSpectrum } from './spectraOf'

/** Of those from the newest to the oldest: none that was corrected, and histopathology before the clinic, as models learn it. */
function countingDiagnosis(diagnoses: ExportedCase['diagnoses']): ExportedCase['diagnoses'][number] | null {
  const corrected = new Set(diagnoses.map(({ correctsId }) => correctsId))
  const dayOf = ({ diagnosedOn, createdAt }: ExportedCase['diagnoses'][number]) =>
    diagnosedOn ?? createdAt.slice(0, 10)
  const standing = diagnoses
    .filter(({ id }) => !corrected.has(id))
    .sort((one, other) => dayOf(other).localeCompare(dayOf(one)))
  return standing.find(({ source }) => source === 'histopathology') ?? standing[0] ?? null
}

/** One spectrum with what a data scientist filters by; wavenumbers and intensities are as long as each other. */
export interface ParquetRow extends Record<string, unknown> {
  measurement: string
  wavenumbers: number[]
  intensities: number[]
}

/** The rows of a measurement: its mean, its frames, what the model saw and what drove its answer. */
export function parquetRowsOf(measurement: ExportedMeasurement): ParquetRow[] {
  const { of, acquisition, wavenumbers, result } = measurement
  const diagnosis = countingDiagnosis(of.diagnoses)
  const { answer } = result ?? {}
  const { measuredAt, integrationTimeMs } = acquisition.stated
  const common = {
    measurement: acquisition.id,
    origin: acquisition.origin,
    patient: of.patient.pseudonym,
    lesion: of.lesion.id,
    site: of.lesion.bodySite,
    skinType: of.patient.skinType,
    spot: acquisition.spot,
    measuredAt,
    integrationTimeMs,
    instrument: acquisition.device.serialNumber,
    excitationNanometres: acquisition.device.excitationNanometres,
    label: diagnosis?.label ?? null,
    class: diagnosis?.lesionClass ?? null,
    labelSource: diagnosis?.source ?? null,
    probability: answer?.probability ?? null,
    classProbabilities: classesOf(answer),
    combinedProbability: of.combined?.probability ?? null,
    qualityPass: answer?.quality.pass ?? null,
    modelHash: answer?.model.hash ?? null,
    recipeHash: answer?.recipe.hash ?? null,
  }
  const metadata = JSON.stringify(metadataOf(measurement))
  const row = (
    axis: ArrayLike<number>,
    { name, kind, values }: NamedSpectrum,
    index: number,
  ): ParquetRow => ({
    ...common,
    name,
    kind,
    wavenumbers: Array.from(axis),
    intensities: Array.from(values),
    // Once a measurement: with its first spectrum.
    metadata: index === 0 ? metadata : null,
  })
  return [
    ...rawSpectraOf(measurement).map((spectrum, index) => row(wavenumbers, spectrum, index)),
    ...processedSpectraOf(measurement).map((spectrum) => row(answer?.grid ?? [], spectrum, 1)),
  ]
}

/** By the names of the classes, as JSON: each model has its own. */
function classesOf(answer: Answer | undefined): string | null {
  if (!answer?.classes) return null
  return JSON.stringify(
    Object.fromEntries(answer.classes.map(({ name, probability }) => [name, probability])),
  )
}

const columns: readonly (readonly [name: string, type: BasicType])[] = [
  ['measurement', 'STRING'],
  ['origin', 'STRING'],
  ['patient', 'STRING'],
  ['lesion', 'STRING'],
  ['site', 'STRING'],
  ['skinType', 'INT32'],
  ['spot', 'STRING'],
  ['measuredAt', 'STRING'],
  ['integrationTimeMs', 'DOUBLE'],
  ['instrument', 'STRING'],
  ['excitationNanometres', 'DOUBLE'],
  ['label', 'STRING'],
  ['class', 'STRING'],
  ['labelSource', 'STRING'],
  ['probability', 'DOUBLE'],
  ['classProbabilities', 'STRING'],
  ['combinedProbability', 'DOUBLE'],
  ['qualityPass', 'BOOLEAN'],
  ['modelHash', 'STRING'],
  ['recipeHash', 'STRING'],
  ['name', 'STRING'],
  ['kind', 'STRING'],
  ['metadata', 'STRING'],
]

/** A spectrum is a list in its cell, so that measurements on different axes share a file. */
const lists = ['wavenumbers', 'intensities'] as const

export const parquetSchema: SchemaElement[] = [
  { name: 'root', num_children: columns.length + lists.length },
  ...schemaFromColumnData({ columnData: columns.map(([name, type]) => ({ name, type, data: [] })) }).slice(1),
  ...lists.flatMap((name): SchemaElement[] => [
    { name, num_children: 1, converted_type: 'LIST', repetition_type: 'REQUIRED' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { name: 'element', type: 'DOUBLE', repetition_type: 'REQUIRED' },
  ]),
]

export function parquetColumnsOf(rows: readonly ParquetRow[]): ColumnSource[] {
  const names = [...columns.map(([name]) => name), ...lists]
  return names.map((name) => ({ name, data: rows.map((row) => row[name] ?? null) }))
}
