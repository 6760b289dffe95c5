/** A line of a lamp: what of it enters the objective. */
export interface SpectralLine {
  /** In vacuum. */
  readonly wavelengthNanometres: number
  readonly photonsPerSecond: number
}

/** Beyond so many standard deviations a line gives nothing. */
const REACH = 8

/**
 * Light of lines over a continuum, in photons per second and nm, as a function of the wavelength in nm. Each line is as
 * wide as the slit makes it: a Gaussian of this full width at half maximum. Neighbours blend where they do.
 */
export function lineSpectrum(
  lines: readonly SpectralLine[],
  widthNanometres: number,
  continuum = 0,
): (wavelengthNanometres: number) => number {
  const sigma = widthNanometres / (2 * Math.sqrt(2 * Math.LN2))
  const profiles = lines.map(({ wavelengthNanometres, photonsPerSecond }) => ({
    wavelength: wavelengthNanometres,
    peak: photonsPerSecond / (sigma * Math.sqrt(2 * Math.PI)),
  }))
  return (at) =>
    profiles.reduce((sum, { wavelength, peak }) => {
      const distance = (at - wavelength) / sigma
      return Math.abs(distance) > REACH ? sum : sum + peak * Math.exp(-(distance ** 2) / 2)
    }, continuum)
}
