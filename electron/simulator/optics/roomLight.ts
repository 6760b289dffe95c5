import { airToVacuum } from './airToVacuum'
import { SLIT_IMAGE_NANOMETRES } from './lineShape'

/** Daylight and incandescent light, photons per second and nm at an open objective. */
const CONTINUUM = 2500

/**
 * Argon in the starter gas of fluorescent tubes: air wavelength in nm (NIST ASD, doi:10.18434/T4W30F),
 * photons per second.
 */
const LINES: readonly (readonly [number, number])[] = [
  [810.3693, 9000],
  [811.5311, 22000],
  [826.4522, 7000],
  [840.821, 6000],
  [842.4648, 13000],
  [852.1442, 5000],
  [866.7944, 2500],
  [912.2967, 11000],
]

const SLIT_SIGMA = SLIT_IMAGE_NANOMETRES / (2 * Math.sqrt(2 * Math.LN2))

const LINE_PROFILES = LINES.map(([air, photons]) => ({
  wavelength: airToVacuum(air),
  peak: photons / (SLIT_SIGMA * Math.sqrt(2 * Math.PI)),
}))

/**
 * Room light that an open objective passes on, in photons per second and nm, with lines of the width that the
 * slit gives.
 */
export function roomLightAt(wavelengthNanometres: number): number {
  return LINE_PROFILES.reduce((sum, { wavelength, peak }) => {
    const distance = (wavelengthNanometres - wavelength) / SLIT_SIGMA
    return Math.abs(distance) > 8 ? sum : sum + peak * Math.exp(-(distance ** 2) / 2)
  }, CONTINUUM)
}
