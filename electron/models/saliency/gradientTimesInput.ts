import type { InferenceEngine } from '../inference/inferenceEngine'
import { inferAll } from '../inference/inferAll'
import type { Stretch } from './occlusion'

/** Share of the difference by which a stretch is moved: small beside a bend of the model, large beside rounding. */
const SHIFT = 1e-2

/**
 * Gradient x (spectrum - mean), summed over each stretch, of the logit of malignancy (Shrikumar et al., arXiv:1605.01713).
 * That sum is the slope of the logit as the stretch moves away from the mean in proportion, so that two runs of the model
 * give it, and no gradient is asked of the engine. In a linear model all of them add up to the logit less that of the mean.
 *
 * @param mean @default 0 everywhere
 */
export async function gradientTimesInput(
  engine: InferenceEngine,
  spectrum: Float32Array,
  stretches: readonly Stretch[],
  mean?: Float32Array,
): Promise<Float64Array> {
  const points = spectrum.length
  const batch = new Float32Array(2 * stretches.length * points)
  stretches.forEach(({ start, end }, index) => {
    for (const [side, by] of [SHIFT, -SHIFT].entries()) {
      const moved = batch.subarray((2 * index + side) * points, (2 * index + side + 1) * points)
      moved.set(spectrum)
      for (let point = start; point < end; point++)
        moved[point]! += by * (spectrum[point]! - (mean?.[point] ?? 0))
    }
  })
  const { logit } = await inferAll(engine, batch, 2 * stretches.length, { saliency: false })
  return Float64Array.from(stretches, (_, i) => (logit[2 * i]! - logit[2 * i + 1]!) / (2 * SHIFT))
}
