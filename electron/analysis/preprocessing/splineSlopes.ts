import { chordsOf } from './chordsOf'

/**
 * The slopes of the cubic spline through the points, whose first two and last two pieces are one cubic each
 * (not-a-knot). de Boor, A Practical Guide to Splines, Springer 1978, chapter IV.
 *
 * @param axis ascending, 2 points at least
 */
export function splineSlopes(axis: Float64Array, y: Float64Array): Float64Array {
  const { widths, chords } = chordsOf(axis, y)
  const n = axis.length
  if (n === 2) return new Float64Array(2).fill(chords[0]!)
  if (n === 3) return parabolaSlopes(widths, chords)

  const last = n - 2
  const start = widths[0]! + widths[1]!
  const end = widths[last]! + widths[last - 1]!
  // The tridiagonal system, eliminated downwards as it is written: `upper` and `slopes` are its reduced rows.
  const upper = new Float64Array(n)
  const slopes = new Float64Array(n)
  upper[0] = start / widths[1]!
  slopes[0] =
    ((widths[0]! + 2 * start) * widths[1]! * chords[0]! + widths[0]! ** 2 * chords[1]!) / start / widths[1]!
  for (let i = 1; i <= last; i++) {
    const pivot = 2 * (widths[i - 1]! + widths[i]!) - widths[i]! * upper[i - 1]!
    const side = 3 * (widths[i]! * chords[i - 1]! + widths[i - 1]! * chords[i]!)
    upper[i] = widths[i - 1]! / pivot
    slopes[i] = (side - widths[i]! * slopes[i - 1]!) / pivot
  }
  const side =
    (widths[last]! ** 2 * chords[last - 1]! + (2 * end + widths[last]!) * widths[last - 1]! * chords[last]!) /
    end
  slopes[n - 1] = (side - end * slopes[last]!) / (widths[last - 1]! - end * upper[last]!)
  for (let i = last; i >= 0; i--) slopes[i]! -= upper[i]! * slopes[i + 1]!
  return slopes
}

/** Three points make one parabola. */
function parabolaSlopes(widths: Float64Array, chords: Float64Array): Float64Array {
  const curvature = (chords[1]! - chords[0]!) / (widths[0]! + widths[1]!)
  const middle = chords[0]! + curvature * widths[0]!
  return Float64Array.of(2 * chords[0]! - middle, middle, 2 * chords[1]! - middle)
}
