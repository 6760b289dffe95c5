import { StokesError } from '../../contract/errors'

/**
 * Refuses fewer points than a treatment needs.
 * @param what the treatment, as the message begins with it
 * @throws StokesError `spectrum.tooShort` with `details` { points, needed }
 */
export function requirePoints(points: number, needed: number, what: string): void {
  if (points >= needed) return
  throw new StokesError(
    'spectrum.tooShort',
    `${what} needs at least ${needed} points; there are ${points}.`,
    {
      tip: 'Use a wider range, or a step with a shorter reach.',
      details: { points, needed },
    },
  )
}
