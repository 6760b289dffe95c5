/** Raman shift in cm-1 of light of a wavelength; both wavelengths in nm in vacuum. */
export function ramanShift(laserNanometres: number, wavelengthNanometres: number): number {
  return 1e7 / laserNanometres - 1e7 / wavelengthNanometres
}

/** Wavelength in nm (vacuum) of light scattered with a Raman shift in cm-1. */
export function scatteredWavelength(laserNanometres: number, wavenumber: number): number {
  return 1e7 / (1e7 / laserNanometres - wavenumber)
}

/** Wavelength in nm (vacuum) of the laser whose light is scattered to a wavelength with a Raman shift in cm-1. */
export function laserWavelength(wavelengthNanometres: number, wavenumber: number): number {
  return 1e7 / (1e7 / wavelengthNanometres + wavenumber)
}
