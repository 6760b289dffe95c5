import type { Treatment } from './treatment'

/**
 * Straight lines between points, made ready for many spectra on one axis. Beyond the ends the value of the end
 * holds.
 *
 * @param axis ascending
 * @param grid ascending
 * @returns what writes intensities on the grid from intensities on the axis
 */
export function prepareLinear(axis: Float64Array, grid: Float64Array): Treatment {
  const { lower, fraction } = linearPlaces(axis, grid)
  return (y, values) => {
    for (let k = 0; k < lower.length; k++) {
      const left = y[lower[k]!]!
      values[k] = left + fraction[k]! * (y[lower[k]! + 1]! - left)
    }
  }
}

/** Of each place of the grid the point below it, and how far it is from there to the next one. */
export function linearPlaces(axis: Float64Array, grid: Float64Array) {
  const lower = new Int32Array(grid.length)
  const fraction = new Float64Array(grid.length)
  const last = axis.length - 1
  let i = 0
  grid.forEach((x, k) => {
    while (i < last - 1 && axis[i + 1]! <= x) i++
    lower[k] = i
    fraction[k] = Math.min(Math.max((x - axis[i]!) / (axis[i + 1]! - axis[i]!), 0), 1)
  })
  return { lower, fraction }
}
