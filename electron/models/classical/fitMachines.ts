import type { DesignMatrix } from './designMatrix'
import { scoreCount, type LinearScores } from './linearScores'
import { solveSvm, type SvmProblem } from './solveSvm'

/**
 * Support vector machines on the same examples, one a score: of two classes one, of more each class against the rest.
 *
 * @param gram kernel of each example with each
 * @param cost LIBSVM's C; an example counts so much that both sides of a machine count the same
 * @returns decisions, linear in the kernels with the examples
 */
export function fitMachines(
  gram: DesignMatrix,
  labels: Uint8Array,
  classes: number,
  cost: number,
  options: Pick<SvmProblem, 'tolerance' | 'iterations'> = {},
): LinearScores {
  const scores = scoreCount(classes)
  const count = labels.length
  const weights: DesignMatrix = { values: new Float64Array(scores * count), rows: scores, columns: count }
  const biases = new Float64Array(scores)
  for (let score = 0; score < scores; score++) {
    const wanted = classes === 2 ? 1 : score
    const signs = Int8Array.from(labels, (label) => (label === wanted ? 1 : -1))
    const positive = signs.filter((sign) => sign > 0).length
    const bounds = Float64Array.from(
      signs,
      (sign) => (cost * count) / (2 * (sign > 0 ? positive : count - positive)),
    )
    const { coefficients, bias } = solveSvm({ gram: gram.values, signs, bounds, ...options })
    weights.values.set(coefficients, score * count)
    biases[score] = bias
  }
  return { weights, biases }
}
