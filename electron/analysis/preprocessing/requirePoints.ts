import { StokesError } from '../../contract/errors'

/**
 * Refuses a spectrum of fewer points than its treatment needs.
 * @throws StokesError `spectrum.tooShort` with `details` { points, needed }
 */
export function requirePoints(points: number, needed: number, what: string): void {
  if (points >= needed) return
  throw new StokesError(
    'spectrum.tooShort',
    `The spectrum has ${points} points; ${what} needs at least ${needed}.`,
    { tip: 'Use a wider range or a step with a shorter reach.', details: { points, needed } },
  )
}
