/**
 * Straight lines between the points; beyond the ends the value of the end.
 * @param axis ascending
 * @param grid ascending
 */
export function interpolateLinear(axis: Float64Array, y: Float64Array, grid: Float64Array): Float64Array {
  const values = new Float64Array(grid.length)
  const last = axis.length - 1
  let i = 0
  for (let k = 0; k < grid.length; k++) {
    const x = grid[k]!
    while (i < last && axis[i + 1]! <= x) i++
    if (i === last || x <= axis[0]!) {
      values[k] = y[i]!
      continue
    }
    const slope = (y[i + 1]! - y[i]!) / (axis[i + 1]! - axis[i]!)
    values[k] = y[i]! + slope * (x - axis[i]!)
  }
  return values
}
