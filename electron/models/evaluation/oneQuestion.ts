import { probabilitiesEach, type Predictions } from './predictions'

/** Several classes as one question of two. */
export interface OneQuestion {
  /** What the others are called together, and the positive ones. */
  classes: readonly [others: string, positive: string]
  /** Indices of the classes that are taken together. */
  positive: readonly number[]
}

/** What was said of several classes, as the answer to that question: their probabilities are added up. */
export function asOneQuestion(predictions: Predictions, { classes, positive }: OneQuestion): Predictions {
  const { targets, probabilities } = predictions
  const each = probabilitiesEach(predictions)
  return {
    ...predictions,
    classes,
    targets: Array.from(targets, (target) => Number(positive.includes(target))),
    // Rounding may carry a sum beyond 1.
    probabilities: Array.from(targets, (_, row) =>
      Math.min(
        1,
        positive.reduce((sum, index) => sum + probabilities[row * each + index]!, 0),
      ),
    ),
  }
}

/** Rows with the two labels of the question. */
export function answeredAs<Row extends { label: number }>(
  { positive }: OneQuestion,
  rows: readonly Row[],
): Row[] {
  return rows.map((row) => ({ ...row, label: Number(positive.includes(row.label)) }))
}
