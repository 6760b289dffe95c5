import { ascendingOrder } from './areaUnderCurve'

/**
 * The threshold with the highest sum of sensitivity and specificity (Youden, Cancer 3:32, 1950), of several
 * the lowest, as a missed melanoma costs more than a biopsy that was not needed. It lies midway to the next lower
 * probability, so that it does not hang on the last digit of one spectrum.
 *
 * @param targets 1 malignant, 0 benign; both must be there
 */
export function youdenThreshold(probabilities: ArrayLike<number>, targets: ArrayLike<number>): number {
  const order = ascendingOrder(probabilities)
  const malignant = Array.from(targets).filter((target) => target === 1).length
  const benign = targets.length - malignant
  let missed = 0
  let cleared = 0
  let best = { sum: 1, threshold: 0 }
  for (let i = 0; i < order.length; i++) {
    const probability = probabilities[order[i]!]!
    const below = i === 0 ? 0 : probabilities[order[i - 1]!]!
    if (i === 0 || probability > below) {
      const sum = 1 - missed / malignant + cleared / benign
      // Sums that differ by rounding alone are equal.
      if (sum > best.sum + 1e-12) best = { sum, threshold: (probability + below) / 2 }
    }
    if (targets[order[i]!] === 1) missed += 1
    else cleared += 1
  }
  return best.threshold
}
