import { dot, multiply, rowOf, type DesignMatrix } from './designMatrix'

/**
 * Scores that are linear in the columns of a matrix: of two classes one, the logit of the second; of more, one a class,
 * whose softmax is the probability.
 */
export interface LinearScores {
  /** [scores, columns] */
  weights: DesignMatrix
  biases: Float64Array
}

/** How many scores tell so many classes apart. */
export function scoreCount(classes: number): number {
  return classes === 2 ? 1 : classes
}

/** @returns [rows, scores] */
export function linearScores(matrix: DesignMatrix, { weights, biases }: LinearScores): DesignMatrix {
  const columns = biases.length
  const values = new Float64Array(matrix.rows * columns)
  for (let row = 0; row < matrix.rows; row++) {
    const example = rowOf(matrix, row)
    for (let score = 0; score < columns; score++)
      values[row * columns + score] = biases[score]! + dot(example, rowOf(weights, score))
  }
  return { values, rows: matrix.rows, columns }
}

/** Scores of scores, as scores of what these are of. */
export function compose(outer: LinearScores, inner: LinearScores): LinearScores {
  return {
    weights: multiply(outer.weights, inner.weights),
    biases: outer.biases.map((bias, score) => bias + dot(rowOf(outer.weights, score), inner.biases)),
  }
}
