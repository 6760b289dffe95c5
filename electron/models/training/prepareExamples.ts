import { prepareRecipe } from '../../analysis/preprocessing/runRecipe'
import type { Recipe } from '../../contract/recipe'
import type { DataSet } from '../datasets/dataSet'
import type { Examples } from './trainer'

export interface PreparedExamples {
  /** cm-1, that the recipe leaves. */
  grid: Float64Array
  /** The spectra of these rows of the data set, in this order. */
  of: (rows: readonly number[]) => Examples
}

/**
 * Applies a recipe to the rows of a data set that a run may see.
 * @throws StokesError as the steps of the recipe; the reason of the signal
 */
export async function prepareExamples(
  { axis, rows, spectra }: DataSet,
  visible: readonly number[],
  recipe: Recipe,
  { signal, onProgress }: { signal?: AbortSignal | undefined; onProgress?: (done: number) => void } = {},
): Promise<PreparedExamples> {
  const prepared = prepareRecipe(recipe, axis)
  const measured = visible.map((row) => spectra.subarray(row * axis.length, (row + 1) * axis.length))
  const results = await prepared.runBatch(measured, { signal, onProgress })
  const resultOf = new Map(visible.map((row, index) => [row, results[index]!]))
  const points = prepared.axis.length
  return {
    grid: prepared.axis,
    of: (chosen) => {
      const values = new Float32Array(chosen.length * points)
      chosen.forEach((row, place) => {
        values.set(resultOf.get(row)!, place * points)
      })
      return { rows: chosen.map((row) => rows[row]!), spectra: values, points }
    },
  }
}
