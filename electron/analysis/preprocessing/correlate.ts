/**
 * The weighted sum of a window of points at every place where the window fits:
 * `y.length - weights.length + 1` values, written into `sums` where that is given.
 */
export function correlate(
  y: Float64Array,
  weights: Float64Array,
  sums: Float64Array = new Float64Array(y.length - weights.length + 1),
): Float64Array {
  let i = 0
  // Four sums at a time: one alone waits for each of its additions, and four share what they read.
  for (; i + 3 < sums.length; i += 4) {
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    let y0 = y[i]!
    let y1 = y[i + 1]!
    let y2 = y[i + 2]!
    for (let k = 0; k < weights.length; k++) {
      const weight = weights[k]!
      const y3 = y[i + k + 3]!
      a += weight * y0
      b += weight * y1
      c += weight * y2
      d += weight * y3
      y0 = y1
      y1 = y2
      y2 = y3
    }
    sums[i] = a
    sums[i + 1] = b
    sums[i + 2] = c
    sums[i + 3] = d
  }
  for (; i < sums.length; i++) sums[i] = weightedSum(y, i, weights)
  return sums
}

/** The weighted sum of the points from `offset` on. */
export function weightedSum(y: Float64Array, offset: number, weights: Float64Array): number {
  let sum = 0
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * y[offset + k]!
  return sum
}
