/**
 * How fast the log-odds of some classes, taken together, against all others grow with the score of each class:
 * of ln(Σ exp(score) of the asked / Σ exp(score) of the others), the share of each class among its own side.
 *
 * @param scores one a class, whose softmax is the probability; all may be moved by one number
 * @param asked indices of classes: not none, and not all
 */
export function oddsSlopes(scores: ArrayLike<number>, asked: readonly number[]): Float64Array {
  const slopes = new Float64Array(scores.length)
  const others = [...slopes.keys()].filter((index) => !asked.includes(index))
  for (const [side, sign] of [[asked, 1] as const, [others, -1] as const]) {
    const highest = Math.max(...side.map((index) => scores[index]!))
    const powers = side.map((index) => Math.exp(scores[index]! - highest))
    const sum = powers.reduce((total, power) => total + power, 0)
    side.forEach((index, place) => (slopes[index] = (sign * powers[place]!) / sum))
  }
  return slopes
}

/**
 * The map of these log-odds from the maps of all scores: Grad-CAM and gradient x input are linear in the slopes of what they
 * explain. Unlike the map of a score it does not change when all scores are moved together, which changes no probability; of two
 * classes it is the map of the logit.
 *
 * @param maps of each score, one after the other
 */
export function oddsMap(
  scores: ArrayLike<number>,
  maps: Float32Array,
  asked: readonly number[],
): Float32Array {
  const slopes = oddsSlopes(scores, asked)
  const cells = maps.length / slopes.length
  return Float32Array.from({ length: cells }, (_, cell) =>
    slopes.reduce((sum, slope, index) => sum + slope * maps[index * cells + cell]!, 0),
  )
}
