export const AXES = ['wavenumber', 'wavelength', 'pixel'] as const
export type AxisKind = (typeof AXES)[number]

/** Steps of a spectrometer for tissue are 0.1 to 0.3 nm, or 1 to 4 cm-1. */
const LARGEST_STEP_NANOMETRES = 0.5

/**
 * What an axis most likely is: whole numbers from 0 or 1 on are pixels; small steps between 700 and 1 200 are nm; the rest is
 * Raman shift.
 */
export function axisKindOf(axis: Float64Array): AxisKind {
  const first = axis[0]!
  const last = axis.at(-1)!
  if ((first === 0 || first === 1) && axis.every((value, i) => value === first + i)) return 'pixel'
  const step = (last - first) / (axis.length - 1)
  return first > 700 && last < 1200 && step < LARGEST_STEP_NANOMETRES ? 'wavelength' : 'wavenumber'
}
