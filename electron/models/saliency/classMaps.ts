import type { ClassMaps } from '../../contract/saliency'
import { resolvedCells, resolvedMap } from './resolvedMap'
import { saliencyFor, toSpectrumGrid } from './saliencyGrid'
import type { SystemMap } from './systemMap'

export interface ClassMapsInput {
  classes: readonly string[]
  /** cm-1, evenly spaced. */
  grid: Float64Array
  /** On the grid, one after the other. */
  spectra: Float32Array
  /** Of each spectrum, the index of its class, and of the class that was said. */
  targets: readonly number[]
  said: readonly number[]
  /** What the model gives out as its maps, one after the other: of two classes for the second, else for the class said. */
  maps: Float32Array
  map: SystemMap
}

/**
 * Of each class the mean and standard deviation of its spectra, and of the maps for it (as in Figure 4 of the paper). The
 * maps are those of the spectra that the model said rightly: what it read where it was wrong is no sign of the class.
 */
export function classMaps(input: ClassMapsInput): ClassMaps {
  const { classes, grid, spectra, targets, said, maps, map } = input
  const { method } = map
  const cells = resolvedCells(grid, map.cells)
  const rowsOf = (values: Float32Array, length: number, chosen: readonly number[]) =>
    chosen.map((row) => values.subarray(row * length, (row + 1) * length))
  return {
    method,
    resolution: cells.stride * (grid[1]! - grid[0]!),
    grid: [...grid],
    classes: classes.map((name, label) => {
      const own = [...targets.keys()].filter((row) => targets[row] === label)
      const right = own.filter((row) => said[row] === label)
      const direction = classes.length === 2 && label === 0 ? -1 : 1
      const ofClass = rowsOf(maps, map.cells.length, right).map((cam) =>
        toSpectrumGrid(saliencyFor(resolvedMap(grid, map.cells, cam).values, direction), cells, grid.length),
      )
      const spectrum = spread(rowsOf(spectra, grid.length, own))
      const saliency = spread(ofClass)
      return {
        name,
        spectra: own.length,
        mean: spectrum && [...spectrum.mean],
        sd: spectrum && [...spectrum.sd],
        right: right.length,
        map: saliency && [...saliency.mean],
        mapSd: saliency && [...saliency.sd],
      }
    }),
  }
}

/** Mean and (sample) standard deviation, point by point. Null of nothing. */
function spread(rows: readonly ArrayLike<number>[]): { mean: Float64Array; sd: Float64Array } | null {
  const [first] = rows
  if (!first) return null
  const over = (value: (row: ArrayLike<number>, point: number) => number, count: number) =>
    Float64Array.from(
      { length: first.length },
      (_, point) => rows.reduce((sum, row) => sum + value(row, point), 0) / count,
    )
  const mean = over((row, point) => row[point]!, rows.length)
  const variance = over((row, point) => (row[point]! - mean[point]!) ** 2, Math.max(1, rows.length - 1))
  return { mean, sd: variance.map(Math.sqrt) }
}
