const STEPS = 50
/** Of the last step; what it leaves is of the order of its square. */
const CONVERGED = 1e-6

export interface CalibrationLine {
  slope: number
  intercept: number
}

/**
 * Logistic recalibration (Cox, 10.1093/biomet/45.3-4.562): the line logit(p of what is seen) = intercept + slope *
 * logit(p that was said) of the highest likelihood, by Newton's method. Slope 1 and intercept 0 where probabilities are
 * calibrated; a slope below 1 where they are too sure. NaN where the classes are apart or one is missing, as no line is
 * the best one then.
 *
 * @param logits of what was said
 * @param targets 1 malignant, 0 benign
 * @param counts how often each spectrum counts
 * @param start a line that is near
 */
export function calibrationLine(
  logits: Float64Array,
  targets: ArrayLike<number>,
  counts: ArrayLike<number>,
  start: CalibrationLine = { slope: 0, intercept: 0 },
): CalibrationLine {
  let { slope, intercept } = start
  for (let step = 0; step < STEPS; step++) {
    let [gradient0, gradient1, hessian00, hessian01, hessian11] = [0, 0, 0, 0, 0]
    for (let i = 0; i < logits.length; i++) {
      const count = counts[i]!
      if (count === 0) continue
      const x = logits[i]!
      const p = 1 / (1 + Math.exp(-intercept - slope * x))
      const residual = count * (targets[i]! - p)
      const weight = count * p * (1 - p)
      gradient0 += residual
      gradient1 += residual * x
      hessian00 += weight
      hessian01 += weight * x
      hessian11 += weight * x * x
    }
    const determinant = hessian00 * hessian11 - hessian01 * hessian01
    const deltaIntercept = (hessian11 * gradient0 - hessian01 * gradient1) / determinant
    const deltaSlope = (hessian00 * gradient1 - hessian01 * gradient0) / determinant
    intercept += deltaIntercept
    slope += deltaSlope
    if (!Number.isFinite(slope + intercept)) break
    if (
      Math.abs(deltaIntercept) + Math.abs(deltaSlope) <
      CONVERGED * (1 + Math.abs(slope) + Math.abs(intercept))
    )
      return { slope, intercept }
  }
  return { slope: NaN, intercept: NaN }
}
