import type { ParametersOf } from '../../contract/recipe'
import { requireFinite } from './requireFinite'
import { requireSpread } from './requireSpread'
import { sumOf, sumOfSquares } from './sumOf'

/**
 * Standard normal variate: the spectrum less its mean, in units of its standard deviation.
 * Barnes, Dhanoa and Lister, Appl. Spectrosc. 1989, 43, 772, doi:10.1366/0003702894202201.
 *
 * @param y intensities
 * @param parameters with `ddof`, the degrees of freedom taken from the standard deviation
 * @param scaled where the result is written
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.constant`
 */
export function snv(
  y: Float64Array,
  { ddof }: ParametersOf<'snv'>,
  scaled: Float64Array = new Float64Array(y.length),
): Float64Array {
  requireFinite(y)
  const n = y.length
  let size = 0
  for (let i = 0; i < n; i++) {
    const magnitude = Math.abs(y[i]!)
    if (magnitude > size) size = magnitude
  }
  const mean = sumOf(y) / n
  for (let i = 0; i < n; i++) scaled[i] = y[i]! - mean
  // What the rounding of the mean left over is taken out of both. Chan, Golub and LeVeque, Am. Stat. 1983, 37,
  // 242, doi:10.1080/00031305.1983.10483115.
  const rest = sumOf(scaled)
  const offset = rest / n
  const standardDeviation = Math.sqrt(
    Math.max(0, sumOfSquares(scaled) - rest * offset) / Math.max(1, n - ddof),
  )
  requireSpread(standardDeviation, size)
  const scale = 1 / standardDeviation
  for (let i = 0; i < n; i++) scaled[i] = (scaled[i]! - offset) * scale
  return scaled
}
