import { ascendingOrder } from './areaUnderCurve'

/** Ranks from 1, ties sharing the mean of theirs. */
export function midranks(scores: ArrayLike<number>): Float64Array {
  const order = ascendingOrder(scores)
  const ranks = new Float64Array(scores.length)
  for (let start = 0; start < order.length;) {
    let end = start
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end + 1) / 2
    start = end
  }
  return ranks
}
