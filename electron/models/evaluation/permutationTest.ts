import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { permuteLabelsByPatient } from '../splits/permuteLabelsByPatient'
import { areaUnderCurve, ascendingOrder } from './areaUnderCurve'
import { oneVersusRest, type Predictions } from './predictions'

export interface PermutationOptions {
  seed: number
  /** @default 1000 */
  permutations?: number
  /** @default 0.01 */
  alpha?: number
}

export interface PermutationResult {
  /** Share of permutations that are ranked at least as well, the data themselves being one of them. */
  p: number
  alpha: number
  permutations: number
  /** False: "not distinguishable from chance". */
  distinguishable: boolean
}

/**
 * Whether a model ranks held-out patients better than chance: the area under the curve (of more than two classes the
 * mean over them) against that of the same predictions with the labels dealt anew among the patients. Nothing is
 * trained again (Ojala and Garriga, test 1, jmlr.org/papers/v11/ojala10a.html). A patient's labels are dealt as one,
 * so that many spectra of few patients are no evidence.
 */
export function permutationTest(
  predictions: Predictions,
  { seed, permutations = 1000, alpha = 0.01 }: PermutationOptions,
): PermutationResult {
  const { patients, targets } = predictions
  const questions = oneVersusRest(predictions)
    .map(({ scores }, index, { length }) => ({
      scores,
      order: ascendingOrder(scores),
      label: length === 1 ? 1 : index,
    }))
    .filter(({ label }) => Array.from(targets).includes(label))
  const isLabel = new Uint8Array(patients.length)
  const area = (labels: ArrayLike<number>) => {
    let sum = 0
    for (const { scores, order, label } of questions) {
      for (let row = 0; row < isLabel.length; row++) isLabel[row] = Number(labels[row] === label)
      sum += areaUnderCurve(scores, isLabel, order)
    }
    return sum
  }

  const rows = patients.map((patient, row) => ({ patient, label: targets[row]! }))
  const permute = permuteLabelsByPatient(rows)
  const random = xoroshiro128plus(seed)
  const observed = area(targets)
  let asGood = 1
  for (let permutation = 0; permutation < permutations; permutation++) {
    const reached = area(permute(random))
    // Sums that differ by rounding alone are equal; with one class dealt out nothing is ranked.
    if (Number.isNaN(reached) || reached >= observed - 1e-12) asGood += 1
  }
  const p = asGood / (permutations + 1)
  return { p, alpha, permutations, distinguishable: p <= alpha }
}
