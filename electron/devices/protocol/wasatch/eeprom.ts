import { StokesError } from '../../../contract/errors'

/** What Stokes uses of an instrument's EEPROM. */
export interface Eeprom {
  format: number
  model: string
  serialNumber: string
  detector: string
  pixels: number
  /** Wavelength in nm of pixel i is the sum of c_k i^k. */
  wavelengthCoefficients: number[]
  excitationNanometres: number
  hasLaser: boolean
  hasCooling: boolean
  /** The spectrum comes with its longest wavelength first. */
  invertedAxis: boolean
  /** Whether interlock and emission can be read. */
  interlockFeedback: boolean
  startupCelsius: number
  coolerCelsius: { min: number; max: number }
  celsiusToDac: number[]
  adcToCelsius: number[]
  integrationTimeMs: { min: number; max: number }
  /** Percent of full power for a power in mW, lowest power first; null where it was never calibrated. */
  laserPercent: number[] | null
  laserPowerMilliwatts: { min: number; max: number }
  badPixels: number[]
}

/** Pages that Stokes reads, of 64 bytes each. */
export const EEPROM_PAGES = 6
const PAGE_BYTES = 64
const FEATURE = { invertedAxis: 0x01, interlockFeedback: 0x40 }
const DEFAULT_LONGEST_MS = 60_000
const LONGEST_MS = 0xff_ffff

/**
 * Reads the pages 0 to 5. All is little-endian; what a field means depends on the format, the last byte of page 0.
 *
 * @throws device.notAMicroscope for an EEPROM that is empty, or holds no usable instrument
 */
export function decodeEeprom(pages: readonly Uint8Array[]): Eeprom {
  if (pages.length < EEPROM_PAGES || pages.some(({ length }) => length !== PAGE_BYTES))
    throw unusable(`its pages have ${pages.map(({ length }) => length).join(', ')} bytes`)
  if (pages[0]!.every((byte) => byte === 0xff)) throw unusable('it was never written')
  const view = pages.map((page) => new DataView(page.buffer, page.byteOffset, page.byteLength))
  const [page0, page1, page2, page3, , page5] = view as [
    DataView,
    DataView,
    DataView,
    DataView,
    DataView,
    DataView,
  ]
  const float = (page: DataView, offset: number): number => page.getFloat32(offset, true)
  const floats = (page: DataView, offset: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => float(page, offset + 4 * i))

  const format = page0.getUint8(63)
  const features = format >= 9 ? page0.getUint16(39, true) : 0
  const eeprom: Eeprom = {
    format,
    model: text(pages[0]!, 0, 16),
    serialNumber: text(pages[0]!, 16, 16),
    detector: text(pages[2]!, 0, 16),
    pixels: page2.getUint16(16, true),
    wavelengthCoefficients: [...floats(page1, 0, 4), ...(format >= 8 ? [finiteOr(float(page2, 21), 0)] : [])],
    // Before format 4 it was a whole number, where the features are now.
    excitationNanometres: format >= 4 ? float(page3, 36) : page0.getUint16(39, true),
    hasLaser: page0.getUint8(38) === 1,
    hasCooling: page0.getUint8(36) === 1,
    invertedAxis: (features & FEATURE.invertedAxis) !== 0,
    interlockFeedback: (features & FEATURE.interlockFeedback) !== 0,
    startupCelsius: page0.getInt16(45, true),
    coolerCelsius: { min: page1.getInt16(30, true), max: page1.getInt16(28, true) },
    celsiusToDac: floats(page1, 16, 3),
    adcToCelsius: floats(page1, 32, 3).map((coefficient) => finiteOr(coefficient, 0)),
    integrationTimeMs: integrationLimits(page3.getUint32(40, true), page3.getUint32(44, true)),
    laserPercent: powerCalibration(floats(page3, 12, 4)),
    laserPowerMilliwatts: { min: finiteOr(float(page3, 32), 0), max: finiteOr(float(page3, 28), 0) },
    badPixels: [],
  }
  requireUsable(eeprom)
  eeprom.badPixels = badPixels(page5, eeprom.pixels)
  return eeprom
}

function requireUsable({ pixels, wavelengthCoefficients, excitationNanometres, serialNumber }: Eeprom): void {
  if (serialNumber === '') throw unusable('it holds no serial number')
  if (pixels < 16 || pixels > 4096) throw unusable(`it speaks of ${pixels} pixels`)
  if (!wavelengthCoefficients.every(Number.isFinite) || wavelengthCoefficients[1] === 0)
    throw unusable(`its wavelength calibration is ${wavelengthCoefficients.join(', ')}`)
  if (!(excitationNanometres >= 200 && excitationNanometres <= 2000))
    throw unusable(`its laser is said to be at ${excitationNanometres} nm`)
}

function text(page: Uint8Array, offset: number, length: number): string {
  const bytes = page.subarray(offset, offset + length)
  const end = bytes.findIndex((byte) => byte === 0 || byte === 0xff)
  return Buffer.from(end === -1 ? bytes : bytes.subarray(0, end))
    .toString('latin1')
    .trim()
}

function integrationLimits(min: number, max: number): { min: number; max: number } {
  const shortest = min >= 1 && min <= LONGEST_MS ? min : 1
  return { min: shortest, max: max > shortest && max <= LONGEST_MS ? max : DEFAULT_LONGEST_MS }
}

/** Never written is all zero, or no number. */
function powerCalibration(coefficients: number[]): number[] | null {
  return coefficients.every(Number.isFinite) && coefficients.some((coefficient) => coefficient !== 0)
    ? coefficients
    : null
}

function badPixels(page: DataView, pixels: number): number[] {
  const listed = Array.from({ length: 15 }, (_, i) => page.getInt16(2 * i, true))
  return [...new Set(listed.filter((pixel) => pixel >= 0 && pixel < pixels))].sort((a, b) => a - b)
}

function finiteOr(value: number, fallback: number): number {
  return Number.isFinite(value) ? value : fallback
}

function unusable(what: string): StokesError {
  return new StokesError('device.notAMicroscope', `The EEPROM of the instrument is not usable: ${what}.`, {
    tip: 'Unplug the instrument, plug it in again and connect. If it stays so, it needs the maker.',
  })
}
