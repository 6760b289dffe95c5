import type { InferenceEngine } from '../inference/inferenceEngine'
import { inferAll } from '../inference/inferAll'

/** Points of a spectrum from `start` up to `end`. */
export interface Stretch {
  start: number
  end: number
}

/**
 * The spectrum with a stretch replaced by the straight line between the points on either side of it; at an end of the
 * axis, by the value of the one point there is.
 */
export function coverStretch(spectrum: Float32Array, { start, end }: Stretch): Float32Array {
  const covered = spectrum.slice()
  const left = spectrum[start - 1] ?? spectrum[end] ?? 0
  const right = spectrum[end] ?? left
  for (let point = start; point < end; point++) {
    const share = (point - start + 1) / (end - start + 1)
    covered[point] = left * (1 - share) + right * share
  }
  return covered
}

/** Stretches of `width` points, a step apart, whose middles run over the whole spectrum. */
export function slidingStretches(points: number, width: number, step: number): Stretch[] {
  const half = width / 2
  return Array.from({ length: Math.floor((points - 1) / step) + 1 }, (_, index) => ({
    start: Math.max(0, Math.round(index * step - half)),
    end: Math.min(points, Math.round(index * step + half)),
  }))
}

/**
 * How much the logit of malignancy falls when each stretch is covered (Zeiler and Fergus,
 * 10.1007/978-3-319-10590-1_53). Negative where covering raises it.
 */
export async function occlusionDrops(
  engine: InferenceEngine,
  spectrum: Float32Array,
  stretches: readonly Stretch[],
): Promise<Float64Array> {
  const batch = new Float32Array((stretches.length + 1) * spectrum.length)
  batch.set(spectrum)
  stretches.forEach((stretch, index) => {
    batch.set(coverStretch(spectrum, stretch), (index + 1) * spectrum.length)
  })
  const { logit } = await inferAll(engine, batch, stretches.length + 1, { saliency: false })
  return Float64Array.from(logit.subarray(1), (covered) => logit[0]! - covered)
}
