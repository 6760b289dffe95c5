import type { ParametersOf } from '../../contract/recipe'
import { negativeResiduals } from './negativeResiduals'
import { relativeChange } from './relativeChange'
import { reweightedBaseline, type ReweightedBaseline } from './reweightedBaseline'
import { createWhittaker, type Whittaker } from './whittaker'

/**
 * The baseline by improved asymmetrically reweighted penalised least squares: as arPLS, with a weight that grows
 * steeper by iteration until it is a step.
 *
 * Ye et al., Appl. Opt. 2020, 59, 10933, doi:10.1364/AO.404863.
 *
 * @param y intensities
 * @param whittaker a smoother of the same length, `lam` and `diff_order`, whose buffers are used again
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.tooShort`, `numeric.singular`
 */
export function iarpls(
  y: Float64Array,
  parameters: ParametersOf<'iarpls'>,
  whittaker: Whittaker = createWhittaker(y.length, parameters.lam, parameters.diff_order),
): ReweightedBaseline {
  return reweightedBaseline(y, parameters, whittaker, (baseline, weights, next, iteration) => {
    const { count, standardDeviation } = negativeResiduals(y, baseline)
    if (count < 2) return undefined
    // No steeper after 100 iterations: the weight is a step, and would only overflow.
    const steepness = Math.exp(Math.min(iteration, 100)) / standardDeviation
    for (let i = 0; i < y.length; i++) {
      const excess = steepness * (y[i]! - baseline[i]! - 2 * standardDeviation)
      next[i] = (1 - excess / Math.sqrt(1 + excess * excess)) / 2
    }
    return relativeChange(weights, next)
  })
}
