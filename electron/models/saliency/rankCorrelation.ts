/**
 * Spearman's rank correlation, ties at their middle rank. 0 where one of the two is everywhere the same: there is no order
 * to agree with.
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [first, second] = [centredRanks(a), centredRanks(b)]
  const product = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0)
  const scale = Math.sqrt(product(first, first) * product(second, second))
  return scale === 0 ? 0 : product(first, second) / scale
}

function centredRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!)
  const ranks = new Float64Array(order.length)
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + end - order.length) / 2
  }
  return ranks
}
