/** What a spectrum of each class counts, so that both classes count the same in all: index 0 benign, 1 malignant. */
export type ClassWeights = readonly [benign: number, malignant: number]

export function balancedClassWeights(targets: Float32Array): ClassWeights {
  const malignant = targets.reduce((sum, target) => sum + target, 0)
  return [targets.length / (2 * (targets.length - malignant)), targets.length / (2 * malignant)]
}

/** Mean weighted binary cross-entropy of logits. */
export function crossEntropy(
  logits: ArrayLike<number>,
  targets: Float32Array,
  classWeights: ClassWeights = [1, 1],
): number {
  const total = targets.reduce((sum, target, i) => {
    const logit = logits[i]!
    const softplus = Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)))
    return sum + classWeights[target === 1 ? 1 : 0] * (softplus - target * logit)
  }, 0)
  return total / targets.length
}
