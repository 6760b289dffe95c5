import { StokesError } from '../../contract/errors'

/** The longest exposure that the limits were made for, 8 h 20 min: what is older than that no longer counts. */
export const LONGEST_EXPOSURE_SECONDS = 3e4
/** Up to here, inclusive, the limit is one of radiant exposure that grows as t^0.25; beyond, one of irradiance. */
export const LIMIT_KINK_SECONDS = 10
/** Melanin is taken to absorb as here where nobody states the wavelength. */
export const STRICTEST_NANOMETRES = 700
/** Shorter windows have a limit of their own in the standards; nothing here exposes for so short a time. */
const SHORTEST_SECONDS = 1e-7
const WAVELENGTHS = { min: 400, max: 1400 }

/**
 * Exposure limit of skin for laser light, J/cm2, averaged over an aperture of 3.5 mm: 1.1 C_A t^0.25 up to 10 s, 0.2 C_A t
 * beyond. At 10 s the second is 2 % above the first, so that the limit steps up there.
 *
 * ICNIRP 2013, table 7 (10.1097/HP.0b013e3182983fd4); IEC 60825-1:2014 has the same.
 *
 * @param seconds of exposure, or of all that a group of exposures took, gaps included
 * @throws device.outOfRange outside 400 to 1400 nm
 */
export function skinLimit(seconds: number, wavelengthNanometres: number): number {
  const correction = correctionFactor(wavelengthNanometres)
  return seconds <= LIMIT_KINK_SECONDS
    ? 1.1 * correction * Math.max(seconds, SHORTEST_SECONDS) ** 0.25
    : 0.2 * correction * seconds
}

/** C_A, for how much less melanin absorbs than in visible light. */
function correctionFactor(wavelengthNanometres: number): number {
  const { min, max } = WAVELENGTHS
  if (!(wavelengthNanometres >= min && wavelengthNanometres <= max)) {
    throw new StokesError(
      'device.outOfRange',
      `There is no limit of exposure at ${wavelengthNanometres} nm here, only for ${min} to ${max} nm.`,
      { tip: 'Do not expose skin with this laser.' },
    )
  }
  if (wavelengthNanometres <= STRICTEST_NANOMETRES) return 1
  return wavelengthNanometres >= 1050 ? 5 : 10 ** (0.002 * (wavelengthNanometres - 700))
}
