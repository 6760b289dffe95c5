import type { ParametersOf } from '../../contract/recipe'
import { negativeResiduals } from './negativeResiduals'
import { reweightedBaseline, type ReweightedBaseline } from './reweightedBaseline'
import { createWhittaker, type Whittaker } from './whittaker'

/**
 * The baseline by adaptive iteratively reweighted penalised least squares: points above it weigh nothing, those
 * below it exponentially more the deeper they lie and the later the iteration. Ends when what lies below is less
 * than `tol` of the spectrum, or when almost nothing lies below.
 *
 * Zhang, Chen and Liang, Analyst 2010, 135, 1138, doi:10.1039/b922045c; equation 9 as its authors corrected it.
 *
 * @param y intensities
 * @param whittaker a smoother of the same length, `lam` and `diff_order`, whose buffers are used again
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.tooShort`, `numeric.singular`
 */
export function airpls(
  y: Float64Array,
  parameters: ParametersOf<'airpls'>,
  whittaker: Whittaker = createWhittaker(y.length, parameters.lam, parameters.diff_order),
): ReweightedBaseline {
  const size = y.reduce((sum, value) => sum + Math.abs(value), 0)
  return reweightedBaseline(y, parameters, whittaker, (baseline, _, next, iteration) => {
    const below = negativeResiduals(y, baseline)
    if (below.count < Math.max(2, parameters.diff_order)) return undefined
    // No steeper after 50 iterations: the weights are as good as binary, and would only overflow.
    const steepness = Math.min(iteration, 50) / below.sum
    for (let i = 0; i < y.length; i++) {
      const residual = y[i]! - baseline[i]!
      next[i] = residual < 0 ? Math.exp(steepness * residual) : 0
    }
    return -below.sum / size
  })
}
