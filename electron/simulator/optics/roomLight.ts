import { airToVacuum } from './airToVacuum'

/** Daylight and incandescent light, photons per second and nm at an open objective. */
const CONTINUUM = 2500

/** Argon in the starter gas of fluorescent tubes: air wavelength in nm (NIST ASD, doi:10.18434/T4W30F), photons per second. */
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

/** Room light that an open objective passes on, in photons per second and nm, with lines of the width that the slit gives. */
export function roomLightAt(wavelengthNanometres: number): number {
  const slit = 0.6 / (2 * Math.sqrt(2 * Math.LN2))
  return LINES.reduce((sum, [air, photons]) => {
    const distance = (wavelengthNanometres - airToVacuum(air)) / slit
    if (Math.abs(distance) > 8) return sum
    return sum + (photons / (slit * Math.sqrt(2 * Math.PI))) * Math.exp(-(distance ** 2) / 2)
  }, CONTINUUM)
}
