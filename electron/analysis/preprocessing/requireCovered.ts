import { StokesError } from '../../contract/errors'

/**
 * Refuses a range that reaches beyond the axis: what is not measured is not made up.
 * @param axis wavenumbers, cm-1, ascending
 * @throws StokesError `axis.notCovered` with `details` { lo, hi, first, last }
 */
export function requireCovered(axis: Float64Array, lo: number, hi: number): void {
  const first = axis[0]!
  const last = axis[axis.length - 1]!
  if (first <= lo && hi <= last) return
  throw new StokesError(
    'axis.notCovered',
    `The axis covers ${first} to ${last} cm-1, not the ${lo} to ${hi} cm-1 that are asked for.`,
    { tip: 'Use a recipe with a narrower range, or measure a wider one.', details: { lo, hi, first, last } },
  )
}
