import type { ParametersOf } from '../../contract/recipe'
import { cropRange } from './cropRange'
import { evenGrid } from './evenGrid'
import { interpolateHermite } from './interpolateHermite'
import { interpolateLinear } from './interpolateLinear'
import { pchipSlopes } from './pchipSlopes'
import { requireAscending } from './requireAscending'
import { requireCovered } from './requireCovered'
import { requireFinite } from './requireFinite'
import { requireSameLength } from './requireSameLength'
import { splineSlopes } from './splineSlopes'

/**
 * The spectrum on `n` evenly spaced wavenumbers from `lo` to `hi`. It only interpolates: a range that reaches
 * beyond the axis is refused.
 *
 * @param axis ascending, cm-1
 * @param y intensities
 * @param grid the wavenumbers of the result, where they are at hand
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.lengthMismatch`, `axis.notFinite`,
 * `axis.notAscending`, `axis.notCovered`
 */
export function resample(
  axis: Float64Array,
  y: Float64Array,
  parameters: ParametersOf<'resample'>,
  grid: Float64Array = evenGrid(parameters),
): Float64Array {
  const { lo, hi, kind } = parameters
  requireAscending(axis)
  requireCovered(axis, lo, hi)
  requireFinite(y)
  requireSameLength(y.length, axis.length, 'the axis')
  switch (kind) {
    case 'linear':
      return interpolateLinear(axis, y, grid)
    case 'linear_cropped_first': {
      const { start, end } = cropRange(axis, { lo, hi, margin: 0 })
      return interpolateLinear(axis.subarray(start, end), y.subarray(start, end), grid)
    }
    case 'pchip':
      return interpolateHermite(axis, y, pchipSlopes(axis, y), grid)
    case 'cubic':
      return interpolateHermite(axis, y, splineSlopes(axis, y), grid)
  }
}
