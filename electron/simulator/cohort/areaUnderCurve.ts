/**
 * Area under the receiver operating characteristic: the chance that a positive scores above a negative, ties
 * counting half (Mann and Whitney). NaN without both.
 */
export function areaUnderCurve(scores: readonly number[], positive: readonly boolean[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => scores[a]! - scores[b]!)
  let below = 0
  let wins = 0
  for (let from = 0; from < order.length;) {
    let to = from
    let positives = 0
    while (to < order.length && scores[order[to]!] === scores[order[from]!])
      if (positive[order[to++]!]) positives++
    const negatives = to - from - positives
    wins += positives * (below + negatives / 2)
    below += negatives
    from = to
  }
  return wins / (below * (order.length - below))
}
