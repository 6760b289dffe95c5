import type { TrainerTask } from '../training/trainer'
import { chooseRows, type DesignMatrix } from './designMatrix'
import { innerFolds } from './innerFolds'
import type { LearningSet } from './learningSet'
import { pause } from './pause'
import { balancedWeights, weightedCrossEntropy } from './weightedCrossEntropy'

/**
 * The first of the candidates with the lowest mean cross-entropy over the held patients of each fold; all classes count
 * the same. Order them from the stiffest to the most flexible.
 *
 * @param fitAll the candidates, each fitted to the same rows, as functions from rows to scores; those that the rows are
 *   too few for, the last ones, may be left out, and are then not chosen
 */
export async function chooseByCrossValidation<Candidate>(
  set: LearningSet,
  matrix: DesignMatrix,
  candidates: readonly Candidate[],
  fitAll: (matrix: DesignMatrix, labels: Uint8Array) => Iterable<(held: DesignMatrix) => DesignMatrix>,
  {
    folds,
    seed,
    onProgress,
    signal,
  }: Pick<TrainerTask, 'seed' | 'onProgress' | 'signal'> & { folds: number },
): Promise<Candidate> {
  const classWeights = balancedWeights(set.labels, set.classes)
  const losses = new Float64Array(candidates.length)
  for (const [index, { learn, held }] of innerFolds(set, folds, seed).entries()) {
    const labelsOf = (rows: number[]) => Uint8Array.from(rows, (row) => set.labels[row]!)
    const heldMatrix = chooseRows(matrix, held)
    let candidate = 0
    for (const scoresOf of fitAll(chooseRows(matrix, learn), labelsOf(learn))) {
      losses[candidate]! += weightedCrossEntropy(scoresOf(heldMatrix), labelsOf(held), classWeights) / folds
      candidate += 1
      await pause(signal)
    }
    losses.fill(Infinity, candidate)
    const watchedLoss = (Math.min(...losses) * folds) / (index + 1)
    onProgress?.({ stage: 'fold', step: index + 1, steps: folds, watchedLoss })
  }
  return candidates[losses.indexOf(Math.min(...losses))]!
}
