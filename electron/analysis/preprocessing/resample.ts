import type { ParametersOf } from '../../contract/recipe'
import { cropRange } from './cropRange'
import { evenGrid } from './evenGrid'
import { interpolateHermite } from './interpolateHermite'
import { pchipSlopes } from './pchipSlopes'
import { prepareLinear } from './prepareLinear'
import { requireAscending } from './requireAscending'
import { requireCovered } from './requireCovered'
import { requireFinite } from './requireFinite'
import { requireSameLength } from './requireSameLength'
import { splineSlopes } from './splineSlopes'
import type { Treatment } from './treatment'

/**
 * The spectrum on `n` evenly spaced wavenumbers from `lo` to `hi`. It only interpolates: a range that reaches
 * beyond the axis is refused.
 *
 * @param axis ascending, cm-1
 * @param y intensities
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.lengthMismatch`, `axis.notFinite`,
 * `axis.notAscending`, `axis.notCovered`
 */
export function resample(
  axis: Float64Array,
  y: Float64Array,
  parameters: ParametersOf<'resample'>,
): Float64Array {
  const { grid, resample } = prepareResample(axis, parameters)
  const values = new Float64Array(grid.length)
  resample(y, values)
  return values
}

/** {@link resample} for many spectra on one axis, with the `grid` that they come to stand on. */
export function prepareResample(
  axis: Float64Array,
  parameters: ParametersOf<'resample'>,
): { grid: Float64Array; resample: Treatment } {
  requireAscending(axis)
  requireCovered(axis, parameters.lo, parameters.hi)
  const grid = evenGrid(parameters)
  const interpolate = interpolator(axis, grid, parameters)
  return {
    grid,
    resample(y, values) {
      requireFinite(y)
      requireSameLength(y.length, axis.length, 'the axis')
      interpolate(y, values)
    },
  }
}

function interpolator(
  axis: Float64Array,
  grid: Float64Array,
  { lo, hi, kind }: ParametersOf<'resample'>,
): Treatment {
  switch (kind) {
    case 'linear':
      return prepareLinear(axis, grid)
    case 'linear_cropped_first': {
      const { start, end } = cropRange(axis, { lo, hi, margin: 0 })
      const interpolate = prepareLinear(axis.subarray(start, end), grid)
      return (y, values) => {
        interpolate(y.subarray(start, end), values)
      }
    }
    case 'pchip':
      return (y, values) => {
        values.set(interpolateHermite(axis, y, pchipSlopes(axis, y), grid))
      }
    case 'cubic':
      return (y, values) => {
        values.set(interpolateHermite(axis, y, splineSlopes(axis, y), grid))
      }
  }
}
