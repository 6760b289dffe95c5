import type { DesignMatrix } from './designMatrix'

/** Neighbouring points of a spectrum: from `start`, before `end`. */
export interface Window {
  start: number
  end: number
}

/** Windows that cover a grid, each of the points within so many cm-1 of its first. */
export function windowsOf(grid: Float64Array, width: number): Window[] {
  const windows: Window[] = []
  let start = 0
  for (let point = 1; point <= grid.length; point++) {
    if (point < grid.length && grid[point]! - grid[start]! < width) continue
    windows.push({ start, end: point })
    start = point
  }
  return windows
}

/** The mean of each spectrum in each window. */
export function windowMeans(spectra: DesignMatrix, windows: readonly Window[]): DesignMatrix {
  const { rows, columns, values } = spectra
  const means = new Float64Array(rows * windows.length)
  for (let row = 0; row < rows; row++) {
    windows.forEach(({ start, end }, place) => {
      let sum = 0
      for (let point = start; point < end; point++) sum += values[row * columns + point]!
      means[row * windows.length + place] = sum / (end - start)
    })
  }
  return { values: means, rows, columns: windows.length }
}
