import { StokesError } from '../../contract/errors'

/**
 * Refuses an axis that is empty, not finite or not strictly ascending. Files are sorted at the door; in here
 * interpolation on any other axis would be silently wrong.
 *
 * @param axis wavenumbers, cm-1
 * @throws StokesError `spectrum.empty`, `axis.notFinite`, `axis.notAscending` with `details` { index }
 */
export function requireAscending(axis: Float64Array): void {
  if (axis.length === 0) throw new StokesError('spectrum.empty', 'The axis has no points.')
  let index = 1
  while (index < axis.length && axis[index]! > axis[index - 1]!) index++
  // What ascends lies between its ends.
  if (index === axis.length && Number.isFinite(axis[0]) && Number.isFinite(axis.at(-1))) return

  const bad = axis.findIndex((value) => !Number.isFinite(value))
  if (bad !== -1) {
    throw new StokesError('axis.notFinite', `The axis holds ${axis[bad]} at index ${bad}.`, {
      details: { index: bad },
    })
  }
  throw new StokesError(
    'axis.notAscending',
    `The axis does not ascend: ${axis[index]} cm-1 at index ${index} follows ${axis[index - 1]} cm-1.`,
    { tip: 'Sort the points by wavenumber and drop repeated ones.', details: { index } },
  )
}
