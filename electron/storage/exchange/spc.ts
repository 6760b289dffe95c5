import { measuredAtOf, type ExportedMeasurement } from './exportedMeasurement'
import { DISCLAIMER, metadataOf, originSentence } from './metadataOf'
import { processedSpectraOf, rawSpectraOf, type NamedSpectrum } from './spectraOf'

/* Galactic's SPC, new format, little-endian (Universal Data Format Specification, Galactic Industries, 1997). */

const HEADER_BYTES = 512
const SUBHEADER_BYTES = 32
const LOG_HEADER_BYTES = 64

const MULTIFILE = 0x04
/** The axis is no even one: its values stand in the file. */
const WITH_X_VALUES = 0x80
const RAMAN_SPECTRUM = 11
const RAMAN_SHIFT = 13
const COUNTS = 4
const ARBITRARY = 0
/** Numbers are IEEE floats, not integers with an exponent. */
const IEEE_FLOATS = 0x80

/**
 * Mean and frames as one multifile on its own X array. The format has 32 bits a number: axis and mean are rounded to 24
 * significant bits (7 digits), counts of a 16-bit detector are exact.
 */
export function spcOfMeasurement(measurement: ExportedMeasurement): Uint8Array {
  return multifile(measurement, measurement.wavenumbers, rawSpectraOf(measurement), COUNTS)
}

/** The processed spectrum and its saliency. */
export function spcOfProcessed(measurement: ExportedMeasurement): Uint8Array {
  const grid = measurement.result?.answer.grid ?? []
  return multifile(measurement, grid, processedSpectraOf(measurement), ARBITRARY)
}

function multifile(
  measurement: ExportedMeasurement,
  x: ArrayLike<number>,
  spectra: readonly NamedSpectrum[],
  yType: number,
): Uint8Array {
  const log = logText(measurement, spectra)
  const points = x.length
  const logAt = HEADER_BYTES + 4 * points + spectra.length * (SUBHEADER_BYTES + 4 * points)
  const bytes = new Uint8Array(logAt + LOG_HEADER_BYTES + log.length)
  const view = new DataView(bytes.buffer)
  writeHeader(view, measurement, { x, files: spectra.length, yType, logAt })
  let at = HEADER_BYTES
  const writeFloats = (values: ArrayLike<number>): void => {
    for (let i = 0; i < points; i++, at += 4) view.setFloat32(at, values[i]!, true)
  }
  writeFloats(x)
  for (const [index, { values }] of spectra.entries()) {
    view.setUint8(at + 1, IEEE_FLOATS)
    view.setUint16(at + 2, index, true)
    view.setUint32(at + 16, points, true)
    at += SUBHEADER_BYTES
    writeFloats(values)
  }
  view.setUint32(at, LOG_HEADER_BYTES + log.length, true)
  view.setUint32(at + 4, LOG_HEADER_BYTES + log.length, true)
  view.setUint32(at + 8, LOG_HEADER_BYTES, true)
  bytes.set(log, at + LOG_HEADER_BYTES)
  return bytes
}

function writeHeader(
  view: DataView,
  measurement: ExportedMeasurement,
  { x, files, yType, logAt }: { x: ArrayLike<number>; files: number; yType: number; logAt: number },
): void {
  const put = (at: number, text: string, bytes: number): void => {
    // The last byte stays zero.
    for (let i = 0; i < Math.min(text.length, bytes - 1); i++)
      view.setUint8(at + i, text.charCodeAt(i) & 0x7f)
  }
  view.setUint8(0, MULTIFILE | WITH_X_VALUES)
  view.setUint8(1, 0x4b)
  view.setUint8(2, RAMAN_SPECTRUM)
  view.setUint8(3, IEEE_FLOATS)
  view.setUint32(4, x.length, true)
  view.setFloat64(8, x[0] ?? 0, true)
  view.setFloat64(16, x[x.length - 1] ?? 0, true)
  view.setUint32(24, files, true)
  view.setUint8(28, RAMAN_SHIFT)
  view.setUint8(29, yType)
  const measuredAt = measuredAtOf(measurement)
  // Without it no date.
  if (measuredAt !== null) view.setUint32(32, packedDate(measuredAt), true)
  put(45, 'Stokes', 9)
  put(88, `${originSentence(measurement)} ${DISCLAIMER}`, 130)
  view.setUint32(248, logAt, true)
}

/** Minutes, hours, days, months and years in 6, 5, 5, 4 and 12 bits. */
function packedDate(timestamp: string): number {
  const date = new Date(timestamp)
  return (
    ((date.getUTCFullYear() << 20) |
      ((date.getUTCMonth() + 1) << 16) |
      (date.getUTCDate() << 11) |
      (date.getUTCHours() << 6) |
      date.getUTCMinutes()) >>>
    0
  )
}

/** The audit log of the format: names of the spectra, in their order, and all that is known of the measurement. */
function logText(measurement: ExportedMeasurement, spectra: readonly NamedSpectrum[]): Uint8Array {
  const names = spectra.map(({ name }, index) => `SPECTRUM ${index}=${name}`)
  const origin = `ORIGIN=${originSentence(measurement)}`
  const escaped = JSON.stringify(metadataOf(measurement)).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return new TextEncoder().encode([origin, ...names, `STOKES=${escaped}`].join('\r\n') + '\r\n\0')
}
