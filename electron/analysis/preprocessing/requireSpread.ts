import { StokesError } from '../../contract/errors'

/**
 * Refuses to divide by a spread that is nothing but rounding: a constant spectrum would be blown up to look
 * like one with bands.
 *
 * @param spread what would be divided by, in the unit of the spectrum
 * @param size the largest magnitude of the spectrum
 * @throws StokesError `spectrum.constant`
 */
export function requireSpread(spread: number, size: number, what = 'The spectrum'): void {
  if (spread > size * 1e-13) return
  throw new StokesError(
    'spectrum.constant',
    `${what} is constant (${size}): there is no spread to divide by.`,
    {
      tip: 'Check the shutter, the laser and the detector, then take the spectrum again.',
    },
  )
}
