/**
 * Cubics between the points, with the given slopes at them. Fritsch and Carlson, SIAM J. Numer. Anal. 1980, 17,
 * 238, doi:10.1137/0717021.
 *
 * @param axis ascending, 2 points at least
 * @param slopes dy/dx at each point
 * @param grid ascending, within the axis
 */
export function interpolateHermite(
  axis: Float64Array,
  y: Float64Array,
  slopes: Float64Array,
  grid: Float64Array,
): Float64Array {
  const values = new Float64Array(grid.length)
  let i = 0
  for (let k = 0; k < grid.length; k++) {
    const x = grid[k]!
    while (i < axis.length - 2 && axis[i + 1]! <= x) i++
    const width = axis[i + 1]! - axis[i]!
    const chord = (y[i + 1]! - y[i]!) / width
    const bend = (slopes[i]! + slopes[i + 1]! - 2 * chord) / width
    const t = x - axis[i]!
    values[k] = y[i]! + t * (slopes[i]! + t * ((chord - slopes[i]!) / width - bend + (t * bend) / width))
  }
  return values
}
