import { dot, rowOf, type DesignMatrix } from './designMatrix'
import { linearScores, scoreCount, type LinearScores } from './linearScores'
import { minimise, type MinimiseOptions } from './minimise'
import { balancedWeights, weightedCrossEntropy } from './weightedCrossEntropy'

export interface LogisticOptions extends MinimiseOptions {
  classes: number
  /** λ of mean weighted cross-entropy + λ/2 |weights|²; biases are free. In LIBLINEAR's terms 1 / (C · examples). */
  penalty: number
  /** Where to begin: the regression of another penalty. */
  start?: LinearScores | undefined
}

/**
 * Logistic regression, multinomial for more than two classes, with a ridge penalty; all classes count the same (Hastie,
 * Tibshirani and Friedman, 10.1007/978-0-387-84858-7, 4.4 and 18.3.2).
 */
export function fitLogistic(
  matrix: DesignMatrix,
  labels: Uint8Array,
  { classes, penalty, start, ...options }: LogisticOptions,
): LinearScores {
  const { rows, columns } = matrix
  const scores = scoreCount(classes)
  const size = scores * columns
  const classWeights = balancedWeights(labels, classes)
  const slopes = new Float64Array(rows * scores)
  const scoresAt = (at: Float64Array): LinearScores => ({
    weights: { values: at.subarray(0, size), rows: scores, columns },
    biases: at.subarray(size),
  })
  const objective = (at: Float64Array, gradient: Float64Array) => {
    const loss = weightedCrossEntropy(linearScores(matrix, scoresAt(at)), labels, classWeights, slopes)
    gradient.fill(0)
    for (let row = 0; row < rows; row++) {
      const example = rowOf(matrix, row)
      for (let score = 0; score < scores; score++) {
        const slope = slopes[row * scores + score]!
        gradient[size + score]! += slope
        const offset = score * columns
        for (let column = 0; column < columns; column++)
          gradient[offset + column]! += slope * example[column]!
      }
    }
    const weights = at.subarray(0, size)
    for (let i = 0; i < size; i++) gradient[i]! += penalty * weights[i]!
    return loss + (penalty / 2) * dot(weights, weights)
  }
  const from = new Float64Array(size + scores)
  if (start) {
    from.set(start.weights.values)
    from.set(start.biases, size)
  }
  return scoresAt(minimise(objective, from, options))
}
