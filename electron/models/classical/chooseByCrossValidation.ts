import type { SystemName, TrainerTask } from '../training/trainer'
import { chooseRows, type DesignMatrix } from './designMatrix'
import { innerFolds } from './innerFolds'
import { keptSearch } from './keptSearch'
import type { LearningSet } from './learningSet'
import { pause } from './pause'
import { balancedWeights, weightedCrossEntropy } from './weightedCrossEntropy'

/** How a choice goes, and where what was done of it is kept. */
export interface Course extends Pick<TrainerTask, 'seed' | 'checkpoint' | 'onProgress' | 'signal'> {
  /** What the candidates are of. */
  system: SystemName
  folds: number
}

interface Done {
  folds: number
  losses: (number | null)[]
}

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
  { system, folds, seed, checkpoint, onProgress, signal }: Course,
): Promise<Candidate> {
  const classWeights = balancedWeights(set.labels, set.classes)
  const search = await keptSearch<Done>(checkpoint, set, matrix, { system, folds, seed, candidates })
  // A loss that is infinite is null in JSON.
  const losses = Float64Array.from(candidates, (_, index) =>
    search.before ? (search.before.losses[index] ?? Infinity) : 0,
  )
  for (const [index, { learn, held }] of innerFolds(set, folds, seed).entries()) {
    if (index < (search.before?.folds ?? 0)) continue
    const labelsOf = (rows: number[]) => Uint8Array.from(rows, (row) => set.labels[row]!)
    const heldMatrix = chooseRows(matrix, held)
    let candidate = 0
    for (const scoresOf of fitAll(chooseRows(matrix, learn), labelsOf(learn))) {
      losses[candidate]! += weightedCrossEntropy(scoresOf(heldMatrix), labelsOf(held), classWeights) / folds
      candidate += 1
      await pause(signal)
    }
    losses.fill(Infinity, candidate)
    await search.keep({ folds: index + 1, losses: [...losses] })
    const watchedLoss = (Math.min(...losses) * folds) / (index + 1)
    onProgress?.({ stage: 'fold', step: index + 1, steps: folds, watchedLoss })
  }
  return candidates[losses.indexOf(Math.min(...losses))]!
}
