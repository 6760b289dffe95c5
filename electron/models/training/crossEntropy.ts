/** What a spectrum of each class counts, by the class's index, so that all classes count the same in all. */
export function balancedClassWeights(labels: ArrayLike<number>, classes = 2): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (let row = 0; row < labels.length; row++) counts[labels[row]!]! += 1
  return counts.map((count) => labels.length / (classes * count))
}

/**
 * Mean weighted cross-entropy of scores: over the examples, and over the outputs where each is a yes or no of its own.
 *
 * @param scores [examples, outputs]
 * @param targets [examples, outputs], from 0 to 1
 * @param weights what each example counts; none: all the same
 * @param loss `softmax`: the outputs are one choice, and the scores of an example are one distribution
 */
export function crossEntropy(
  scores: ArrayLike<number>,
  targets: Float32Array,
  weights?: ArrayLike<number>,
  loss: 'sigmoid' | 'softmax' = 'sigmoid',
  outputs = 1,
): number {
  let total = 0
  for (let start = 0; start < targets.length; start += outputs) {
    const normaliser = loss === 'softmax' ? logSumExp(scores, start, outputs) : 0
    let sum = 0
    for (let at = start; at < start + outputs; at++) {
      const score = scores[at]!
      if (loss === 'softmax') sum += targets[at]! * (normaliser - score)
      else sum += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - targets[at]! * score
    }
    total += (weights?.[start / outputs] ?? 1) * sum
  }
  return total / (loss === 'softmax' ? targets.length / outputs : targets.length)
}

function logSumExp(scores: ArrayLike<number>, start: number, count: number): number {
  let largest = -Infinity
  for (let at = start; at < start + count; at++) largest = Math.max(largest, scores[at]!)
  let sum = 0
  for (let at = start; at < start + count; at++) sum += Math.exp(scores[at]! - largest)
  return largest + Math.log(sum)
}
