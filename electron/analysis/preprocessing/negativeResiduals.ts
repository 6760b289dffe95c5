/** The points that lie below a baseline. */
export interface NegativeResiduals {
  count: number
  /** Of y - baseline over those points. */
  sum: number
  mean: number
  /** With one degree of freedom taken; never 0. */
  standardDeviation: number
}

/** Statistics of y - baseline over the points below the baseline. */
export function negativeResiduals(y: Float64Array, baseline: Float64Array): NegativeResiduals {
  let count = 0
  let sum = 0
  for (let i = 0; i < y.length; i++) {
    const residual = y[i]! - baseline[i]!
    if (residual < 0) {
      count++
      sum += residual
    }
  }
  const mean = sum / count
  let squares = 0
  for (let i = 0; i < y.length; i++) {
    const residual = y[i]! - baseline[i]!
    if (residual < 0) squares += (residual - mean) ** 2
  }
  return { count, sum, mean, standardDeviation: Math.sqrt(squares / (count - 1)) || Number.EPSILON }
}
