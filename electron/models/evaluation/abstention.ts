import { logit } from './logit'
import { probabilitiesEach, type Predictions } from './predictions'

/**
 * How far each answer is from being another one: the distance of the logit of two classes to that of the threshold;
 * of more, the logarithm of the odds of the most probable class against the next.
 */
export function sureness(predictions: Predictions, threshold: number): Float64Array {
  const { probabilities, targets } = predictions
  const each = probabilitiesEach(predictions)
  return Float64Array.from({ length: targets.length }, (_, row) => {
    if (each === 1) return surenessOf(probabilities[row]!, threshold)
    const [first, second] = Array.from({ length: each }, (_, i) => probabilities[row * each + i]!).sort(
      (a, b) => b - a,
    )
    return Math.log(Math.max(first!, 1e-7) / Math.max(second!, 1e-7))
  })
}

/** Of one answer of two: below the least sureness of its model it is not given. */
export function surenessOf(probability: number, threshold: number): number {
  return Math.abs(logit(probability) - logit(threshold))
}

/**
 * The greatest least sureness with which at least this share of the calibration spectra is answered: Chow's rule
 * (10.1109/TIT.1970.1054406) with the reject rate chosen instead of its cost.
 */
export function surenessForCoverage(calibration: Predictions, threshold: number, coverage: number): number {
  const descending = sureness(calibration, threshold).sort().reverse()
  if (coverage >= 1) return 0
  return descending[Math.max(0, Math.ceil(coverage * descending.length) - 1)]!
}
