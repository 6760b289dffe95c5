import type { MapCells } from './mapCells'
import { OCCLUSION_STEP, pointsOf } from './occlusionWindows'

/**
 * A map with no cell narrower than what the microscope resolves: finer ones are added up, which for gradient x input is what
 * their points say together. Coarser maps stay as they are.
 *
 * @param grid cm-1, evenly spaced
 */
export function resolvedMap(
  grid: Float64Array,
  cells: MapCells,
  values: ArrayLike<number>,
): { cells: MapCells; values: Float64Array } {
  const together = cellsTogether(grid, cells)
  const resolved = resolvedCells(grid, cells)
  if (together === 1) return { cells, values: Float64Array.from(values) }
  const sums = new Float64Array(resolved.length)
  for (let cell = 0; cell < cells.length; cell++) sums[Math.floor(cell / together)]! += values[cell]!
  return { cells: resolved, values: sums }
}

/** Where the cells of {@link resolvedMap} lie. */
export function resolvedCells(grid: Float64Array, cells: MapCells): MapCells {
  const together = cellsTogether(grid, cells)
  return {
    length: Math.ceil(cells.length / together),
    stride: cells.stride * together,
    first: cells.first + ((together - 1) / 2) * cells.stride,
  }
}

function cellsTogether(grid: Float64Array, { stride }: MapCells): number {
  return Math.max(1, Math.round(pointsOf(OCCLUSION_STEP, grid) / stride))
}
