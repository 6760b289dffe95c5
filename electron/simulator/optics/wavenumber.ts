/** Raman shift in cm-1 of light of `wavelength`, both wavelengths in nm in vacuum. */
export function ramanShift(excitationNanometres: number, wavelengthNanometres: number): number {
  return 1e7 / excitationNanometres - 1e7 / wavelengthNanometres
}

/** Wavelength in nm (vacuum) of light scattered with a Raman shift in cm-1. */
export function scatteredWavelength(excitationNanometres: number, shift: number): number {
  return 1e7 / (1e7 / excitationNanometres - shift)
}
