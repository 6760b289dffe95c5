import { columnMeans, type DesignMatrix } from './designMatrix'

/** What takes the columns of a matrix to mean 0 and standard deviation 1; a column without spread goes to 0. */
export interface Standardisation {
  means: Float64Array
  /** 1 / standard deviation (of the population); 0 for a column that is everywhere the same. */
  factors: Float64Array
}

export function standardisationOf(matrix: DesignMatrix): Standardisation {
  const { values, rows, columns } = matrix
  const means = columnMeans(matrix)
  const squares = new Float64Array(columns)
  const varies = new Uint8Array(columns)
  for (let at = 0; at < values.length; at++) {
    const column = at % columns
    squares[column]! += (values[at]! - means[column]!) ** 2
    // The mean of equal numbers may be off by a rounding, so that their spread is not exactly 0.
    if (values[at] !== values[column]) varies[column] = 1
  }
  return { means, factors: squares.map((sum, column) => (varies[column] ? Math.sqrt(rows / sum) : 0)) }
}

export function standardise(matrix: DesignMatrix, { means, factors }: Standardisation): DesignMatrix {
  const { columns } = matrix
  const values = matrix.values.map((value, at) => (value - means[at % columns]!) * factors[at % columns]!)
  return { ...matrix, values }
}
