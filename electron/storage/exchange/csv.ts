import type { ExportedMeasurement } from './exportedMeasurement'
import { DISCLAIMER, originSentence } from './metadataOf'
import { processedSpectraOf, rawSpectraOf, type NamedSpectrum } from './spectraOf'

/** What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/

/**
 * A text as a cell of a CSV file (RFC 4180): quoted where it must be, and behind an apostrophe where a spreadsheet would
 * compute it.
 */
export function csvCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/**
 * Lines of `#Name=value`, then a table: wavenumber (cm-1), mean, every frame. As many digits as it takes to read the same
 * numbers back.
 */
export function* csvOfMeasurement(measurement: ExportedMeasurement): Generator<string> {
  yield* headOf(measurement)
  yield* tableOf(measurement.wavenumbers, rawSpectraOf(measurement))
}

/** The same of the processed spectrum and its saliency, on the grid of the recipe. */
export function* csvOfProcessed(measurement: ExportedMeasurement): Generator<string> {
  yield* headOf(measurement)
  yield* tableOf(measurement.result?.answer.grid ?? [], processedSpectraOf(measurement))
}

function* headOf(measurement: ExportedMeasurement): Generator<string> {
  const { of, acquisition, result } = measurement
  const { excitationNanometres, maker, model, serialNumber } = acquisition.device
  const { integrationTimeMs, measuredAt } = acquisition.stated
  const said: readonly (readonly [name: string, value: string | null])[] = [
    ['Origin', originSentence(measurement)],
    ['Remark', DISCLAIMER],
    ['Patient', of.patient.pseudonym],
    ['Lesion', of.lesion.id],
    ['Measurement', acquisition.id],
    ['Spot', acquisition.spot],
    ['Acquired', measuredAt],
    ['Instrument', `${maker} ${model} ${serialNumber}`],
    ['Laser', excitationNanometres === null ? null : `${excitationNanometres} nm`],
    ['Exposition', integrationTimeMs === null ? null : String(integrationTimeMs / 1000)],
    ['Calibration', measurement.calibration?.state ?? null],
    ['Recipe', result && `${result.answer.recipe.name} ${result.answer.recipe.hash}`],
    ['Model', result && `${result.answer.model.name} ${result.answer.model.hash}`],
    ['Probability', number(result?.answer.probability)],
    [
      'Classes',
      result?.answer.classes?.map(({ name, probability }) => `${name} ${probability}`).join(' ') ?? null,
    ],
    ['Probability of all spots', number(of.combined?.probability)],
  ]
  // A comma would begin a cell, and a cell may be a formula.
  for (const [name, value] of said)
    if (value !== null) yield `#${name}=${value.replace(/[\p{Cc},;"]+/gu, ' ')}\n`
}

const number = (value: number | null | undefined): string | null =>
  (value ?? null) === null ? null : String(value)

function* tableOf(wavenumbers: ArrayLike<number>, spectra: readonly NamedSpectrum[]): Generator<string> {
  yield `${['wavenumber', ...spectra.map(({ name }) => csvCell(name))].join(',')}\n`
  for (let point = 0; point < wavenumbers.length; point++)
    yield `${[wavenumbers[point]!, ...spectra.map(({ values }) => values[point]!)].join(',')}\n`
}
