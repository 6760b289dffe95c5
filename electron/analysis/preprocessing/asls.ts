import type { ParametersOf } from '../../contract/recipe'
import { reweightedBaseline, type ReweightedBaseline } from './reweightedBaseline'
import { createWhittaker, type Whittaker } from './whittaker'

/**
 * The baseline by asymmetric least squares: points above it weigh `p`, the others `1 - p`, until no weight
 * changes. One step of iterative refinement then takes away the rounding of the last solve (1e-8 of the signal
 * at lam 1e6, 1e-5 at 1e9), which the weights did not notice.
 *
 * Eilers and Boelens, Baseline correction with asymmetric least squares smoothing, Leiden 2005.
 *
 * @param y intensities
 * @param whittaker a smoother of the same length, `lam` and `diff_order`, to use its buffers again
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.tooShort`, `numeric.singular`
 */
export function asls(
  y: Float64Array,
  parameters: ParametersOf<'asls'>,
  whittaker: Whittaker = createWhittaker(y.length, parameters.lam, parameters.diff_order),
): ReweightedBaseline {
  const { p } = parameters
  const fit = reweightedBaseline(y, parameters, whittaker, (baseline, weights, next) => {
    let change = 0
    let norm = 0
    for (let i = 0; i < y.length; i++) {
      const weight = y[i]! > baseline[i]! ? p : 1 - p
      const old = weights[i]!
      next[i] = weight
      change += (weight - old) * (weight - old)
      norm += old * old
    }
    return Math.sqrt(change / norm)
  })
  whittaker.refine(y, fit.weights, fit.baseline)
  return fit
}
