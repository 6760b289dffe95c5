/** Less than this part of the spectrum is the rounding of a baseline's solve, not a signal. */
const rounding = 1e-9

/**
 * The spectrum less its baseline. A spectrum that is its own baseline (a constant, a straight line) leaves exact
 * zeros, so that a later step can tell that there is nothing, instead of scaling up rounding errors.
 * @param corrected where the result is written
 */
export function subtractBaseline(
  y: Float64Array,
  baseline: Float64Array,
  corrected: Float64Array = new Float64Array(y.length),
): Float64Array {
  let size = 0
  let signal = 0
  for (let i = 0; i < y.length; i++) {
    const value = y[i]! - baseline[i]!
    corrected[i] = value
    const magnitude = Math.abs(y[i]!)
    const rest = Math.abs(value)
    if (magnitude > size) size = magnitude
    if (rest > signal) signal = rest
  }
  return signal > size * rounding ? corrected : corrected.fill(0)
}
