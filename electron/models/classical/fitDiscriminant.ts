import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { StokesError } from '../../contract/errors'
import { dot, rowOf, type DesignMatrix } from './designMatrix'
import { ledoitWolf } from './ledoitWolf'
import type { LinearScores } from './linearScores'

/**
 * Linear discriminant analysis as log-odds: one covariance for all classes, pooled over the examples and shrunk, and
 * all classes as likely as each other (Hastie, Tibshirani and Friedman, 10.1007/978-0-387-84858-7, 4.3).
 *
 * @param shrinkage 0 to 1; @default {@link ledoitWolf}
 * @throws StokesError `numeric.singular` where the classes have no spread of their own
 */
export function fitDiscriminant(
  matrix: DesignMatrix,
  labels: Uint8Array,
  classes: number,
  shrinkage?: number,
): LinearScores {
  const { columns } = matrix
  const means = classMeans(matrix, labels, classes)
  const centred: DesignMatrix = {
    ...matrix,
    values: matrix.values.map((value, at) => {
      const label = labels[Math.floor(at / columns)]!
      return value - means.values[label * columns + (at % columns)]!
    }),
  }
  const covariance = covarianceOf(centred)
  const share = shrinkage ?? ledoitWolf(centred, covariance)
  const meanVariance = covariance.trace() / columns
  const shrunk = covariance.mul(1 - share).add(Matrix.eye(columns).mul(share * meanVariance))

  const weights: DesignMatrix = { values: new Float64Array(classes * columns), rows: classes, columns }
  const solver = new CholeskyDecomposition(shrunk)
  if (!solver.isPositiveDefinite())
    throw new StokesError(
      'numeric.singular',
      'Within each class all spectra are alike: there is no spread to judge by.',
    )
  const biases = new Float64Array(classes)
  for (let label = 0; label < classes; label++) {
    const mean = rowOf(means, label)
    rowOf(weights, label).set(solver.solve(Matrix.columnVector(mean)).to1DArray())
    biases[label] = -dot(rowOf(weights, label), mean) / 2
  }
  return classes === 2 ? difference({ weights, biases }) : centre({ weights, biases })
}

/** Of two scores, the second less the first. */
function difference({ weights, biases }: LinearScores): LinearScores {
  const [first, second] = [rowOf(weights, 0), rowOf(weights, 1)]
  const values = second.map((weight, column) => weight - first[column]!)
  return {
    weights: { values, rows: 1, columns: weights.columns },
    biases: Float64Array.of(biases[1]! - biases[0]!),
  }
}

/** What all classes share tells none from another; without it a class's evidence is its own. */
function centre({ weights, biases }: LinearScores): LinearScores {
  const { values, rows, columns } = weights
  const shared = new Float64Array(columns)
  values.forEach((weight, at) => {
    shared[at % columns]! += weight / rows
  })
  const sharedBias = biases.reduce((sum, bias) => sum + bias, 0) / rows
  return {
    weights: { ...weights, values: values.map((weight, at) => weight - shared[at % columns]!) },
    biases: biases.map((bias) => bias - sharedBias),
  }
}

function classMeans(matrix: DesignMatrix, labels: Uint8Array, classes: number): DesignMatrix {
  const { rows, columns } = matrix
  const means: DesignMatrix = { values: new Float64Array(classes * columns), rows: classes, columns }
  const counts = new Float64Array(classes)
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!
    counts[label]! += 1
    const mean = rowOf(means, label)
    rowOf(matrix, row).forEach((value, column) => {
      mean[column]! += (value - mean[column]!) / counts[label]!
    })
  }
  return means
}

/** Of centred rows, of the population. */
function covarianceOf({ values, rows, columns }: DesignMatrix): Matrix {
  const covariance = Matrix.zeros(columns, columns)
  const sums = new Float64Array(columns * columns)
  for (let row = 0; row < rows; row++) {
    const start = row * columns
    for (let i = 0; i < columns; i++)
      for (let j = 0; j <= i; j++) sums[i * columns + j]! += values[start + i]! * values[start + j]!
  }
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      covariance.set(i, j, sums[i * columns + j]! / rows)
      covariance.set(j, i, sums[i * columns + j]! / rows)
    }
  }
  return covariance
}
