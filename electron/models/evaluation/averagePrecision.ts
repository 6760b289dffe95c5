import { ascendingOrder } from './areaUnderCurve'

/**
 * Area under the precision-recall curve as the sum of precision over the steps of recall, which unlike trapezia is not
 * optimistic (Davis and Goadrich, 10.1145/1143844.1143874). Ties are one step. NaN where no spectrum is positive.
 *
 * @param targets 1 positive, 0 negative
 * @param order as {@link ascendingOrder} gives it
 * @param counts how often each spectrum counts
 */
export function averagePrecision(
  scores: ArrayLike<number>,
  targets: ArrayLike<number>,
  order: Uint32Array = ascendingOrder(scores),
  counts?: ArrayLike<number>,
): number {
  let positives = 0
  let called = 0
  let sum = 0
  for (let end = order.length - 1; end >= 0;) {
    const score = scores[order[end]!]
    let gained = 0
    for (; end >= 0 && scores[order[end]!] === score; end--) {
      const index = order[end]!
      const count = counts ? counts[index]! : 1
      called += count
      if (targets[index] === 1) gained += count
    }
    positives += gained
    if (gained > 0) sum += gained * (positives / called)
  }
  return sum / positives
}
