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
 * @param whittaker a smoother of the same length, `lam` and `diff_order`, whose buffers are used again
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.tooShort`, `numeric.singular`
 */
export function asls(
  y: Float64Array,
  parameters: ParametersOf<'asls'>,
  whittaker: Whittaker = createWhittaker(y.length, parameters.lam, parameters.diff_order),
): ReweightedBaseline {
  const { p } = parameters
  const light = p * p
  const heavy = (1 - p) * (1 - p)
  const swing = (1 - p - p) * (1 - p - p)
  /** By whether a point lies above: a branch would be mispredicted at every other crossing. */
  const choice = Float64Array.of(1 - p, p)
  let above = 0
  const fit = reweightedBaseline(y, parameters, whittaker, (baseline, weights, next, iteration) => {
    const before = above
    let moved = 0
    above = 0
    for (let i = 0; i < y.length; i++) {
      const lies = Number(y[i]! > baseline[i]!)
      const weight = choice[lies]!
      above += lies
      moved += Number(weight !== weights[i]!)
      next[i] = weight
    }
    // |next - weights|^2 / |weights|^2, from the number of points of each weight. All weigh 1 at first.
    const change = iteration === 1 ? above * heavy + (y.length - above) * light : moved * swing
    const norm = iteration === 1 ? y.length : before * light + (y.length - before) * heavy
    return Math.sqrt(change / norm)
  })
  whittaker.refine(y, fit.weights, fit.baseline)
  return fit
}
