import { StokesError } from '../../contract/errors'

/**
 * Refuses a spectrum whose number of points is not that of what it is compared with.
 * @throws StokesError `spectrum.lengthMismatch` with `details` { points, expected }
 */
export function requireSameLength(points: number, expected: number, of: string): void {
  if (points === expected) return
  throw new StokesError(
    'spectrum.lengthMismatch',
    `The spectrum has ${points} points, ${of} has ${expected}.`,
    { tip: 'Use spectra and references of one instrument and one axis.', details: { points, expected } },
  )
}
