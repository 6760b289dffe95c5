import type { ParametersOf } from '../../contract/recipe'
import { requireFinite } from './requireFinite'
import type { Whittaker } from './whittaker'

/** A baseline and how it was reached; its arrays are the smoother's. */
export interface ReweightedBaseline {
  /** One value per point, in the unit of the spectrum. */
  baseline: Float64Array
  /** The weights of the last solve. */
  weights: Float64Array
  /** Solves whose weights were judged. */
  iterations: number
  /** Whether the change fell below `tol` before `max_iter`. */
  converged: boolean
}

/**
 * Writes the weights of the next solve and returns how much they change, relative to `weights`; undefined where
 * too little lies below the baseline to weigh.
 * @param iteration from 1
 */
export type Reweight = (
  baseline: Float64Array,
  weights: Float64Array,
  next: Float64Array,
  iteration: number,
) => number | undefined

/**
 * The loop that the penalised least squares baselines share: smooth, weigh anew, until the change is below `tol`.
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `numeric.singular`
 */
export function reweightedBaseline(
  y: Float64Array,
  { max_iter, tol }: Pick<ParametersOf<'asls'>, 'max_iter' | 'tol'>,
  whittaker: Whittaker,
  reweight: Reweight,
): ReweightedBaseline {
  requireFinite(y)
  const { baseline } = whittaker.room
  let { weights, next } = whittaker.room
  weights.fill(1)
  for (let iteration = 1; ; iteration++) {
    whittaker.solve(y, weights, baseline)
    const change = reweight(baseline, weights, next, iteration)
    if (change === undefined) return { baseline, weights, iterations: iteration - 1, converged: false }
    if (change < tol) return { baseline, weights, iterations: iteration, converged: true }
    if (iteration > max_iter) return { baseline, weights, iterations: iteration, converged: false }
    ;[weights, next] = [next, weights]
  }
}
