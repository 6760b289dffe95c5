/** The 2-norm of `after - before` relative to that of `before`. */
export function relativeChange(before: Float64Array, after: Float64Array): number {
  let change = 0
  let norm = 0
  for (let i = 0; i < before.length; i++) {
    const old = before[i]!
    const difference = after[i]! - old
    change += difference * difference
    norm += old * old
  }
  return Math.sqrt(change) / Math.max(Math.sqrt(norm), Number.EPSILON)
}
