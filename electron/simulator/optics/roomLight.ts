import { airToVacuum } from './airToVacuum'
import { lineSpectrum, type SpectralLine } from './spectralLines'

/** Daylight and incandescent light, photons per second and nm at an open objective. */
const CONTINUUM = 2500

/**
 * Argon in the starter gas of fluorescent tubes: air wavelength in nm (NIST ASD, doi:10.18434/T4W30F),
 * photons per second.
 */
const LINES: readonly SpectralLine[] = (
  [
    [810.3693, 9000],
    [811.5311, 22000],
    [826.4522, 7000],
    [840.821, 6000],
    [842.4648, 13000],
    [852.1442, 5000],
    [866.7944, 2500],
    [912.2967, 11000],
  ] as const
).map(([air, photonsPerSecond]) => ({ wavelengthNanometres: airToVacuum(air), photonsPerSecond }))

/**
 * Room light that an open objective passes on, in photons per second and nm, as a function of the wavelength in nm; its
 * lines have the width that the slit gives.
 */
export function roomLight(slitImageNanometres: number): (wavelengthNanometres: number) => number {
  return lineSpectrum(LINES, slitImageNanometres, CONTINUUM)
}
