/**
 * The bands of D'D, D being the difference of the given order: `bands[k][i]` is the element (i, i + k).
 * @param n points, more than `order`
 */
export function differencePenalty(n: number, order: number): Float64Array[] {
  const difference = binomialDifference(order)
  const bands = difference.map((_, k) => new Float64Array(n - k))
  for (let row = 0; row < n - order; row++) {
    for (let k = 0; k <= order; k++) {
      const band = bands[k]!
      for (let i = 0; i + k <= order; i++) {
        band[row + i]! += difference[i]! * difference[i + k]!
      }
    }
  }
  return bands
}

/** 1 -1, 1 -2 1, 1 -3 3 -1 … */
function binomialDifference(order: number): number[] {
  let row = [1]
  for (let k = 0; k < order; k++) row = [...row, 0].map((value, i) => value - (row[i - 1] ?? 0))
  return row
}
