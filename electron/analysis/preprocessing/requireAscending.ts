import { StokesError } from '../../contract/errors'

/**
 * Refuses an axis that is empty, not finite or not strictly ascending. Files are sorted at the door; in here
 * interpolation on any other axis would be silently wrong.
 * @param axis wavenumbers, cm-1
 * @throws StokesError `spectrum.empty`, `axis.notFinite`, `axis.notAscending` with `details` { index }
 */
export function requireAscending(axis: Float64Array): void {
  if (axis.length === 0) throw new StokesError('spectrum.empty', 'The axis has no points.')
  for (let i = 0; i < axis.length; i++) {
    const value = axis[i]!
    if (!Number.isFinite(value)) {
      throw new StokesError('axis.notFinite', `The axis holds ${value} at index ${i}.`, {
        details: { index: i },
      })
    }
    if (i > 0 && value <= axis[i - 1]!) {
      throw new StokesError(
        'axis.notAscending',
        `The axis does not ascend: ${value} cm-1 at index ${i} follows ${axis[i - 1]} cm-1.`,
        { tip: 'Sort the points by wavenumber and drop repeated ones.', details: { index: i } },
      )
    }
  }
}
