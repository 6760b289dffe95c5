import { NOMINAL_EXCITATION } from './excitation'
import { SHIFT_GRID } from './shiftGrid'
import { scatteredWavelength } from './wavenumber'

/**
 * Full width at half maximum of the instrument's Gaussian line shape, in nm: set by the slit, the same along
 * the sensor.
 */
export const SLIT_IMAGE_NANOMETRES = 0.6

/**
 * Lorentzian width of a vibration in soft matter, cm-1: dephasing in about 2 ps. What a band has beyond it is
 * disorder, Gaussian.
 */
const HOMOGENEOUS_WIDTH = 6

/**
 * Resolution in cm-1 (full width at half maximum) at a Raman shift: 9.1 at 400, 8.3 at 1 000, 7.2 at 1 800.
 */
export function resolutionAt(shift: number): number {
  const wavelength = scatteredWavelength(NOMINAL_EXCITATION, shift)
  return (SLIT_IMAGE_NANOMETRES * 1e7) / wavelength ** 2
}

/**
 * The band that the instrument shows of a band of a molecule, as a function of the Raman shift in cm-1. A
 * Voigt profile in the pseudo-Voigt form of Thompson, Cox and Hastings (doi:10.1107/S0021889887087090); its
 * area is kept, so a band narrower than the resolution loses height. `width` is the natural full width at
 * half maximum in cm-1, `height` the natural height.
 */
export function observedBand(position: number, width: number, height: number): (shift: number) => number {
  const lorentz = Math.min(width, HOMOGENEOUS_WIDTH)
  const disorder = Math.sqrt(width ** 2 - lorentz ** 2)
  const natural = pseudoVoigt(disorder, lorentz)
  const observed = pseudoVoigt(Math.hypot(disorder, resolutionAt(position)), lorentz)
  const scale = (height * observed.unitAreaAt(0)) / natural.unitAreaAt(0)
  return (shift) => (scale * observed.unitAreaAt(shift - position)) / observed.unitAreaAt(0)
}

/** Beyond so many standard deviations a Gaussian gives nothing. */
const REACH = 4

/**
 * A spectrum on the SHIFT_GRID as an instrument shows it that is out of focus: convolved with a Gaussian of this full width
 * at half maximum in nm, the same along the sensor. Areas are kept.
 */
export function broaden(spectrum: Float64Array, widthNanometres: number): Float64Array {
  const sigmaNanometres = widthNanometres / (2 * Math.sqrt(2 * Math.LN2))
  return spectrum.map((_, centre) => {
    const wavelength = scatteredWavelength(NOMINAL_EXCITATION, SHIFT_GRID.start + centre * SHIFT_GRID.step)
    const sigma = (sigmaNanometres * 1e7) / wavelength ** 2 / SHIFT_GRID.step
    const reach = Math.ceil(REACH * sigma)
    let sum = 0
    let weights = 0
    for (let offset = -reach; offset <= reach; offset++) {
      const index = Math.min(Math.max(centre + offset, 0), spectrum.length - 1)
      const weight = Math.exp(-((offset / sigma) ** 2) / 2)
      weights += weight
      sum += weight * spectrum[index]!
    }
    return sum / weights
  })
}

function pseudoVoigt(gauss: number, lorentz: number): { unitAreaAt: (distance: number) => number } {
  const width =
    (gauss ** 5 +
      2.69269 * gauss ** 4 * lorentz +
      2.42843 * gauss ** 3 * lorentz ** 2 +
      4.47163 * gauss ** 2 * lorentz ** 3 +
      0.07842 * gauss * lorentz ** 4 +
      lorentz ** 5) **
    0.2
  const ratio = lorentz / width
  const mixing = 1.36603 * ratio - 0.47719 * ratio ** 2 + 0.11116 * ratio ** 3
  const lorentzPeak = 2 / (Math.PI * width)
  const gaussPeak = (2 * Math.sqrt(Math.LN2 / Math.PI)) / width
  return {
    unitAreaAt: (distance) => {
      const squared = ((2 * distance) / width) ** 2
      return mixing * (lorentzPeak / (1 + squared)) + (1 - mixing) * gaussPeak * Math.exp(-Math.LN2 * squared)
    },
  }
}
