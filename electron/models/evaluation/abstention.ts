import { z } from 'zod'
import { logit } from './logit'
import { probabilitiesEach, type Predictions } from './predictions'

/** When a model gives no answer; JSON, for a bundle. */
export const abstentionRuleSchema = z.strictObject({
  /** Least {@link sureness}. 0: always sure enough. */
  sureness: z.number().nonnegative(),
  /** Greatest outlier score; null: any spectrum is answered. */
  outlierScore: z.number().positive().nullable(),
})
export type AbstentionRule = z.infer<typeof abstentionRuleSchema>

/**
 * How far each answer is from being another one: the distance of the logit of two classes to that of the threshold;
 * of more, the logarithm of the odds of the most probable class against the next.
 */
export function sureness(predictions: Predictions, threshold: number): Float64Array {
  const { probabilities, targets } = predictions
  const each = probabilitiesEach(predictions)
  return Float64Array.from({ length: targets.length }, (_, row) => {
    if (each === 1) return Math.abs(logit(probabilities[row]!) - logit(threshold))
    const [first, second] = Array.from({ length: each }, (_, i) => probabilities[row * each + i]!).sort(
      (a, b) => b - a,
    )
    return Math.log(Math.max(first!, 1e-7) / Math.max(second!, 1e-7))
  })
}

/** The greatest least sureness with which at least this share of the calibration spectra is answered. */
export function surenessForCoverage(calibration: Predictions, threshold: number, coverage: number): number {
  const descending = sureness(calibration, threshold).sort().reverse()
  if (coverage >= 1) return 0
  return descending[Math.max(0, Math.ceil(coverage * descending.length) - 1)]!
}

/** Why no answer is given, if none is: first that the model knows no such spectrum, then that it cannot tell. */
export function abstention(
  rule: AbstentionRule,
  answer: { sureness: number; outlierScore: number | null },
): 'unfamiliar' | 'unsure' | null {
  if (rule.outlierScore !== null && answer.outlierScore !== null && answer.outlierScore > rule.outlierScore)
    return 'unfamiliar'
  return answer.sureness < rule.sureness ? 'unsure' : null
}
