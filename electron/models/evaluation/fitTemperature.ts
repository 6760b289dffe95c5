/**
 * The temperature by which logits must be divided for their probabilities to fit what was seen best (Guo et al.,
 * 10.48550/arXiv.1706.04599). The cross-entropy is convex in the inverse temperature, so bisecting its slope finds it.
 *
 * @param targets 1 malignant, 0 benign
 * @returns between 0.01 and 100
 */
export function fitTemperature(logits: ArrayLike<number>, targets: ArrayLike<number>): number {
  const slope = (inverse: number) => {
    let sum = 0
    for (let i = 0; i < logits.length; i++)
      sum += logits[i]! * (1 / (1 + Math.exp(-inverse * logits[i]!)) - targets[i]!)
    return sum
  }
  let low = 0.01
  let high = 100
  for (let halving = 0; halving < 60; halving++) {
    const middle = Math.sqrt(low * high)
    if (slope(middle) < 0) low = middle
    else high = middle
  }
  return 1 / high
}
