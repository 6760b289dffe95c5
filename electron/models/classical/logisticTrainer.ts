import { z } from 'zod'
import type { Trainer } from '../training/trainer'
import { chooseByCrossValidation, type Course } from './chooseByCrossValidation'
import type { DesignMatrix } from './designMatrix'
import { fitLogistic } from './fitLogistic'
import { learningSet, requireSpectra, type LearningSet } from './learningSet'
import { linearScores, type LinearScores } from './linearScores'
import { linearSystem } from './linearSystem'
import { standardisationOf, standardise, type Standardisation } from './standardise'

export const logisticSettingsSchema = z.strictObject({
  folds: z.int().min(2).default(5),
  /** Ridge penalties to choose from (`fitLogistic`), from the stiffest; half-decades by default. */
  penalties: z
    .array(z.number().positive())
    .min(1)
    .default(() => Array.from({ length: 11 }, (_, i) => 10 ** (1 - i / 2))),
})
export type LogisticSettings = z.infer<typeof logisticSettingsSchema>

/** Ridge logistic regression on standardised spectra, its penalty chosen by cross-validation between patients. */
export function logisticTrainer(settings: LogisticSettings = logisticSettingsSchema.parse({})): Trainer {
  return {
    name: 'logistic',
    async train(task) {
      const set = requireSpectra(learningSet(task))
      const { standardisation, scores } = await chosenRegression(set, set.spectra, settings.penalties, {
        ...task,
        system: 'logistic',
        folds: settings.folds,
      })
      const { values, rows, columns } = scores.weights
      const slopes = values.map((weight, at) => weight * standardisation.factors[at % columns]!)
      return linearSystem({
        name: 'logistic',
        parameters: rows * (columns + 1),
        mean: standardisation.means,
        scores: { weights: { values: slopes, rows, columns }, biases: scores.biases },
      })
    },
  }
}

/** The regression on standardised columns with the penalty that does best on patients it has not seen. */
export async function chosenRegression(
  set: LearningSet,
  matrix: DesignMatrix,
  penalties: readonly number[],
  course: Course,
): Promise<{ standardisation: Standardisation; scores: LinearScores }> {
  // Each regression begins where the stiffer one before it ended.
  function* path(rows: DesignMatrix, labels: Uint8Array) {
    let start: LinearScores | undefined
    for (const penalty of penalties) {
      start = fitLogistic(rows, labels, { classes: set.classes, penalty, start })
      yield start
    }
  }
  const penalty = await chooseByCrossValidation(
    set,
    matrix,
    penalties,
    function* (rows, labels) {
      const standardisation = standardisationOf(rows)
      for (const scores of path(standardise(rows, standardisation), labels))
        yield (held) => linearScores(standardise(held, standardisation), scores)
    },
    course,
  )
  const standardisation = standardisationOf(matrix)
  return {
    standardisation,
    scores: fitLogistic(standardise(matrix, standardisation), set.labels, { classes: set.classes, penalty }),
  }
}
