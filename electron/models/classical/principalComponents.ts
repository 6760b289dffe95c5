import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { columnMeans, dot, multiply, rowOf, type DesignMatrix } from './designMatrix'

export interface PrincipalComponents {
  means: Float64Array
  /**
   * [components, columns]: what takes a row less the means to its scores, each of standard deviation 1 (n - 1), in
   * descending order of the variance that they stand for.
   */
  whitening: DesignMatrix
}

/** Variances below this share of the largest are of rounding. */
const NEGLIGIBLE = 1e-12

/** The first principal components of the rows, from the smaller of their two products with themselves. */
export function principalComponents(matrix: DesignMatrix, most: number): PrincipalComponents {
  const { rows, columns } = matrix
  const means = columnMeans(matrix)
  const centred = centre(matrix, means)
  const wide = rows < columns
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    gramMatrix(wide ? centred : transpose(centred)),
    { assumeSymmetric: true },
  )
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
  const limit = NEGLIGIBLE * realEigenvalues[order[0]!]!
  const kept = order.slice(0, most).filter((index) => realEigenvalues[index]! > limit)

  // A component's variance is its eigenvalue / (n - 1); of rows with rows, the eigenvectors are scores, not components.
  const scaled = kept.flatMap((index) => {
    const eigenvalue = realEigenvalues[index]!
    const scale = Math.sqrt(rows - 1) / (wide ? eigenvalue : Math.sqrt(eigenvalue))
    return eigenvectorMatrix.getColumn(index).map((entry) => entry * scale)
  })
  const vectors = { values: Float64Array.from(scaled), rows: kept.length, columns: Math.min(rows, columns) }
  return { means, whitening: wide ? multiply(vectors, centred) : vectors }
}

/** The first of the components. */
export function leadingComponents(
  { means, whitening }: PrincipalComponents,
  rows: number,
): PrincipalComponents {
  const { values, columns } = whitening
  return { means, whitening: { values: values.subarray(0, rows * columns), rows, columns } }
}

/** @returns [rows, components], each of standard deviation 1 over the rows that the components are of */
export function whitenedScores(
  matrix: DesignMatrix,
  { means, whitening }: PrincipalComponents,
): DesignMatrix {
  return multiply(centre(matrix, means), transpose(whitening))
}

function centre(matrix: DesignMatrix, means: Float64Array): DesignMatrix {
  return { ...matrix, values: matrix.values.map((value, at) => value - means[at % means.length]!) }
}

/** Products of each row with each. */
function gramMatrix(matrix: DesignMatrix): Matrix {
  const gram = Matrix.zeros(matrix.rows, matrix.rows)
  for (let i = 0; i < matrix.rows; i++) {
    for (let j = 0; j <= i; j++) {
      const product = dot(rowOf(matrix, i), rowOf(matrix, j))
      gram.set(i, j, product)
      gram.set(j, i, product)
    }
  }
  return gram
}

function transpose({ values, rows, columns }: DesignMatrix): DesignMatrix {
  const turned = new Float64Array(values.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column]!
  return { values: turned, rows: columns, columns: rows }
}
