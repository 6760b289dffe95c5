import { StokesError } from '../../contract/errors'
import { sumOf } from './sumOf'

/**
 * Refuses a spectrum that is empty or holds a NaN or an infinity.
 * @throws StokesError `spectrum.empty`; `spectrum.notFinite` with `details` { index, count } of the bad values
 */
export function requireFinite(y: Float64Array): void {
  if (y.length === 0) throw new StokesError('spectrum.empty', 'The spectrum has no points.')
  if (Number.isFinite(sumOf(y))) return

  const index = y.findIndex((value) => !Number.isFinite(value))
  // Large values whose sum alone overflows.
  if (index === -1) return
  const count = y.reduce((bad, value) => bad + (Number.isFinite(value) ? 0 : 1), 0)
  throw new StokesError(
    'spectrum.notFinite',
    `${count} of ${y.length} values are not finite numbers; the first is ${y[index]} at index ${index}.`,
    { tip: 'Look for gaps or text in the file, or take the spectrum again.', details: { index, count } },
  )
}
