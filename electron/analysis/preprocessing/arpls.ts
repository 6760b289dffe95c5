import type { ParametersOf } from '../../contract/recipe'
import { negativeResiduals } from './negativeResiduals'
import { relativeChange } from './relativeChange'
import { reweightedBaseline, type ReweightedBaseline } from './reweightedBaseline'
import { createWhittaker, type Whittaker } from './whittaker'

/**
 * The baseline by asymmetrically reweighted penalised least squares: a logistic weight that falls off above the
 * noise, whose mean and spread are taken from the points below the baseline.
 *
 * Baek, Park, Ahn and Choo, Analyst 2015, 140, 250, doi:10.1039/c4an01061b.
 *
 * @param y intensities
 * @param whittaker a smoother of the same length, `lam` and `diff_order`, whose buffers are used again
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.tooShort`, `numeric.singular`
 */
export function arpls(
  y: Float64Array,
  parameters: ParametersOf<'arpls'>,
  whittaker: Whittaker = createWhittaker(y.length, parameters.lam, parameters.diff_order),
): ReweightedBaseline {
  return reweightedBaseline(y, parameters, whittaker, (baseline, weights, next) => {
    const { count, mean, standardDeviation } = negativeResiduals(y, baseline)
    if (count < 2) return undefined
    const threshold = 2 * standardDeviation - mean
    const steepness = 2 / standardDeviation
    for (let i = 0; i < y.length; i++) {
      next[i] = 1 / (1 + Math.exp(steepness * (y[i]! - baseline[i]! - threshold)))
    }
    return relativeChange(weights, next)
  })
}
