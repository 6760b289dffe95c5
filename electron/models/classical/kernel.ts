import { dot, rowOf, type DesignMatrix } from './designMatrix'

export interface Kernel {
  name: 'rbf' | 'linear'
  /** Of the radial basis function exp(-gamma |a - b|²); the linear kernel is a·b. */
  gamma: number
}

/** Of each row with each of others, [rows, others]. */
export function kernels(matrix: DesignMatrix, others: DesignMatrix, kernel: Kernel): DesignMatrix {
  const { rows } = matrix
  const columns = others.rows
  const values = new Float64Array(rows * columns)
  const itself = matrix === others
  const otherRows = Array.from({ length: columns }, (_, other) => rowOf(others, other))
  for (let row = 0; row < rows; row++) {
    const example = rowOf(matrix, row)
    for (let other = 0; other < (itself ? row + 1 : columns); other++) {
      const value = kernelOf(example, otherRows[other]!, kernel)
      values[row * columns + other] = value
      if (itself) values[other * columns + row] = value
    }
  }
  return { values, rows, columns }
}

function kernelOf(a: Float64Array, b: Float64Array, { name, gamma }: Kernel): number {
  if (name === 'linear') return dot(a, b)
  let distance = 0
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!
    distance += difference * difference
  }
  return Math.exp(-gamma * distance)
}
