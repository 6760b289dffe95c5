type ClassFigureName = 'accuracy' | 'balancedAccuracy' | 'f1' | 'sensitivity' | 'specificity' | 'ppv' | 'npv'

/**
 * How often a spectrum of one class was said to be of another.
 *
 * @returns rows what they are, columns what was said
 */
export function confusionMatrix(
  targets: ArrayLike<number>,
  said: ArrayLike<number>,
  classes: number,
  counts?: ArrayLike<number>,
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (let i = 0; i < targets.length; i++) matrix[targets[i]!]![said[i]!]! += counts ? counts[i]! : 1
  return matrix
}

/**
 * Figures of what was said. Of two classes sensitivity, specificity and the predictive values are those of the second;
 * of more they are means over the classes, each against the rest. F1 and balanced accuracy are always such means.
 * NaN where a class is missing (accuracy apart) or nothing was said to be of it (its predictive value).
 */
export function classFigures(
  targets: ArrayLike<number>,
  said: ArrayLike<number>,
  classes: number,
  counts: ArrayLike<number>,
): Record<ClassFigureName, number> {
  const matrix = confusionMatrix(targets, said, classes, counts)
  const total = matrix.flat().reduce((sum, count) => sum + count, 0)
  const each = matrix.map((row, index) => {
    const truePositive = row[index]!
    const positive = row.reduce((sum, count) => sum + count, 0)
    const called = matrix.reduce((sum, other) => sum + other[index]!, 0)
    const trueNegative = total - positive - called + truePositive
    return {
      sensitivity: truePositive / positive,
      specificity: trueNegative / (total - positive),
      ppv: truePositive / called,
      npv: trueNegative / (total - called),
      f1: positive === 0 ? NaN : (2 * truePositive) / (positive + called),
    }
  })
  const mean = (name: keyof (typeof each)[number]) =>
    each.reduce((sum, figures) => sum + figures[name], 0) / classes
  const asked = (name: keyof (typeof each)[number]) => (classes === 2 ? each[1]![name] : mean(name))
  return {
    accuracy: matrix.reduce((sum, row, index) => sum + row[index]!, 0) / total,
    balancedAccuracy: mean('sensitivity'),
    f1: mean('f1'),
    sensitivity: asked('sensitivity'),
    specificity: asked('specificity'),
    ppv: asked('ppv'),
    npv: asked('npv'),
  }
}
