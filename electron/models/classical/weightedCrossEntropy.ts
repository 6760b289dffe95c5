import type { DesignMatrix } from './designMatrix'

/** What an example of each class counts, so that all classes count the same in all. */
export function balancedWeights(labels: Uint8Array, classes: number): Float64Array {
  const counts = new Float64Array(classes)
  for (const label of labels) counts[label]! += 1
  return counts.map((count) => labels.length / (classes * count))
}

/**
 * Mean weighted cross-entropy of scores (one a row for two classes, else one a class).
 *
 * @param slopes where given, filled with its derivative with respect to each score
 */
export function weightedCrossEntropy(
  { values, rows, columns }: DesignMatrix,
  labels: Uint8Array,
  weights: Float64Array,
  slopes?: Float64Array,
): number {
  let total = 0
  // The logit of two classes is the difference of their scores; that of the first is then 0.
  const hidden = columns === 1 ? 1 : 0
  for (let row = 0; row < rows; row++) {
    const start = row * columns
    const label = labels[row]! - hidden
    let highest = hidden ? 0 : -Infinity
    for (let score = 0; score < columns; score++) highest = Math.max(highest, values[start + score]!)
    let sum = hidden ? Math.exp(-highest) : 0
    for (let score = 0; score < columns; score++) sum += Math.exp(values[start + score]! - highest)
    const weight = weights[labels[row]!]! / rows
    total += weight * (highest + Math.log(sum) - (label < 0 ? 0 : values[start + label]!))
    if (!slopes) continue
    for (let score = 0; score < columns; score++) {
      const probability = Math.exp(values[start + score]! - highest) / sum
      slopes[start + score] = weight * (probability - (score === label ? 1 : 0))
    }
  }
  return total
}
