/**
 * Straight lines between points, made ready for many spectra on one axis. Beyond the ends the value of the end
 * holds.
 *
 * @param axis ascending
 * @param grid ascending
 * @returns what maps intensities on the axis to intensities on the grid
 */
export function prepareLinear(axis: Float64Array, grid: Float64Array): (y: Float64Array) => Float64Array {
  const { lower, fraction } = linearPlaces(axis, grid)
  return (y) => {
    const values = new Float64Array(grid.length)
    for (let k = 0; k < values.length; k++) {
      const left = y[lower[k]!]!
      values[k] = left + fraction[k]! * (y[lower[k]! + 1]! - left)
    }
    return values
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
