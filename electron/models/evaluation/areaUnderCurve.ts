/** Indices of scores in ascending order. */
export function ascendingOrder(scores: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: scores.length }, (_, index) => index).sort(
    (a, b) => scores[a]! - scores[b]!,
  )
}

/**
 * Area under the receiver operating characteristic: the chance that a malignant spectrum scores above a benign one,
 * ties counting half (Hanley and McNeil, 10.1148/radiology.143.1.7063747). NaN where one of the classes is missing.
 *
 * @param targets 1 malignant, 0 benign
 * @param order as {@link ascendingOrder} gives it
 * @param counts how often each spectrum counts
 */
export function areaUnderCurve(
  scores: ArrayLike<number>,
  targets: ArrayLike<number>,
  order: Uint32Array = ascendingOrder(scores),
  counts?: ArrayLike<number>,
): number {
  let benignBelow = 0
  let malignantInAll = 0
  let wins = 0
  for (let start = 0; start < order.length;) {
    const score = scores[order[start]!]
    let benign = 0
    let malignant = 0
    let end = start
    for (; end < order.length && scores[order[end]!] === score; end++) {
      const index = order[end]!
      const count = counts ? counts[index]! : 1
      if (targets[index] === 1) malignant += count
      else benign += count
    }
    wins += malignant * (benignBelow + benign / 2)
    benignBelow += benign
    malignantInAll += malignant
    start = end
  }
  return wins / (benignBelow * malignantInAll)
}
