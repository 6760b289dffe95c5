import type { ParametersOf } from '../../contract/recipe'
import { requireFinite } from './requireFinite'
import { requireSameLength } from './requireSameLength'

/**
 * The spectrum less the dark one, not clamped at 0: noise goes both ways.
 * @param y intensities, in the unit of `dark`
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.lengthMismatch`
 */
export function subtractDark(y: Float64Array, { dark }: ParametersOf<'dark'>): Float64Array {
  requireFinite(y)
  requireSameLength(y.length, dark.length, 'the dark spectrum')
  return y.map((value, i) => value - dark[i]!)
}
