import { StokesError } from '../../contract/errors'
import type { ParametersOf } from '../../contract/recipe'
import { pixelsBetween } from '../pixelsBetween'
import { requireAscending } from './requireAscending'

/** The points from index `start` up to but not including `end`. */
export interface IndexRange {
  start: number
  end: number
}

/**
 * The points with lo <= wavenumber <= hi, and `margin` more beyond each end where there are.
 *
 * @param axis ascending, cm-1
 * @throws StokesError `spectrum.empty`, `axis.notFinite`, `axis.notAscending`; `axis.notCovered` where no point lies
 * in the range
 */
export function cropRange(axis: Float64Array, { lo, hi, margin }: ParametersOf<'crop'>): IndexRange {
  requireAscending(axis)
  const { from, to } = pixelsBetween(axis, lo, hi)
  if (to <= from) {
    throw new StokesError(
      'axis.notCovered',
      `The axis runs from ${axis[0]} to ${axis.at(-1)} cm-1 and has no point from ${lo} to ${hi} cm-1.`,
      { tip: 'Use a recipe for this range, or measure the range of the recipe.', details: { lo, hi } },
    )
  }
  return { start: Math.max(0, from - margin), end: Math.min(axis.length, to + margin) }
}
