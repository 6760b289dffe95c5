import type { Examples } from '../training/trainer'

/** Numbers row after row; a row is an example, a column what is known of each. */
export interface DesignMatrix {
  values: Float64Array
  rows: number
  columns: number
}

export function matrixOf({ spectra, points, rows }: Examples): DesignMatrix {
  return { values: Float64Array.from(spectra), rows: rows.length, columns: points }
}

/** A row, not a copy of it. */
export function rowOf({ values, columns }: DesignMatrix, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns)
}

/** Chosen rows, in the order of the choice. */
export function chooseRows(matrix: DesignMatrix, chosen: readonly number[]): DesignMatrix {
  const { columns } = matrix
  const values = new Float64Array(chosen.length * columns)
  chosen.forEach((row, place) => {
    values.set(rowOf(matrix, row), place * columns)
  })
  return { values, rows: chosen.length, columns }
}

/** Chosen columns, in the order of the choice. */
export function chooseColumns(matrix: DesignMatrix, chosen: readonly number[]): DesignMatrix {
  const { rows, columns, values } = matrix
  const selected = new Float64Array(rows * chosen.length)
  for (let row = 0; row < rows; row++)
    for (let place = 0; place < chosen.length; place++)
      selected[row * chosen.length + place] = values[row * columns + chosen[place]!]!
  return { values: selected, rows, columns: chosen.length }
}

/** The mean of each column. */
export function columnMeans({ values, rows, columns }: DesignMatrix): Float64Array {
  const means = new Float64Array(columns)
  for (let at = 0; at < values.length; at++) means[at % columns]! += values[at]!
  return means.map((sum) => sum / rows)
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** The matrix product of [rows, inner] and [inner, columns]. */
export function multiply(left: DesignMatrix, right: DesignMatrix): DesignMatrix {
  const { columns } = right
  const product: DesignMatrix = { values: new Float64Array(left.rows * columns), rows: left.rows, columns }
  for (let row = 0; row < left.rows; row++) {
    const sums = rowOf(product, row)
    rowOf(left, row).forEach((factor, inner) => {
      const other = rowOf(right, inner)
      for (let column = 0; column < columns; column++) sums[column]! += factor * other[column]!
    })
  }
  return product
}
