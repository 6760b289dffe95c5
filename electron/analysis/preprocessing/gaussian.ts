import type { ParametersOf } from '../../contract/recipe'
import { correlate } from './correlate'
import { extendSignal } from './extendSignal'
import { requireFinite } from './requireFinite'

/**
 * The spectrum smoothed by a Gaussian of `sigma` points, cut at `truncate` sigma. Parameters as in SciPy's
 * gaussian_filter1d.
 *
 * @param y intensities at even spacing
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`
 */
export function gaussian(y: Float64Array, parameters: ParametersOf<'gaussian'>): Float64Array {
  const { sigma, mode, truncate } = parameters
  requireFinite(y)
  const radius = Math.floor(truncate * sigma + 0.5)
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - radius) / sigma) ** 2),
  )
  const sum = kernel.reduce((total, value) => total + value, 0)
  return correlate(
    extendSignal(y, radius, mode),
    kernel.map((value) => value / sum),
  )
}
