import { preparePolynomialFit } from '../preprocessing/polynomialFit'
import { rows } from '../rows'
import { keptForAxis } from './keptForAxis'
import type { PixelRange } from '../pixelsBetween'
import { QUALITY_LIMITS } from './qualityLimits'

/** Follows fluorescence, and no band. */
const BASELINE_ORDER = 5
const polynomialOn = keptForAxis((axis) => preparePolynomialFit(axis, BASELINE_ORDER))

/**
 * How like the mean of the others each frame is, its baseline taken off: Pearson's correlation, corrected for what the noise
 * of both takes away (Spearman, Am. J. Psychol. 1904, 15, 72, doi:10.2307/1412159), so that a short exposure is not refused
 * for being short. At most 1.
 *
 * @param frames counts without spikes, all of the same length
 * @returns one a frame; null where the frame is noise for the most part, or alone
 */
export function replicateCorrelations(
  wavenumbers: Float64Array,
  frames: readonly Float64Array[],
  { from, to }: PixelRange,
): (number | null)[] {
  const points = to - from
  if (frames.length < 2 || points <= BASELINE_ORDER + 1) return frames.map(() => null)
  const polynomial = polynomialOn(wavenumbers.subarray(from, to))
  const bands = rows(new Float64Array(frames.length * points), frames.length)
  frames.forEach((frame, k) => {
    const band = polynomial.fit(frame.subarray(from, to), bands[k])
    for (let i = 0; i < points; i += 1) band[i] = frame[from + i]! - band[i]!
  })
  const noise = frames.map((frame) => noiseVariance(frame.subarray(from, to)))
  const allNoise = noise.reduce((sum, one) => sum + one, 0)
  const sum = new Float64Array(points)
  for (const band of bands) for (let i = 0; i < points; i += 1) sum[i]! += band[i]!

  return bands.map((band, k) => {
    let own = 0
    let others = 0
    let shared = 0
    for (let i = 0; i < points; i += 1) {
      const value = band[i]!
      const rest = sum[i]! - value
      own += value * value
      others += rest * rest
      shared += value * rest
    }
    const reliability = 1 - (points * noise[k]!) / own
    const othersReliability = 1 - (points * (allNoise - noise[k]!)) / others
    const least = QUALITY_LIMITS.replicates.reliability
    if (!(reliability >= least && othersReliability >= least)) return null
    return Math.min(1, shared / Math.sqrt(own * others * reliability * othersReliability))
  })
}

/** Mean variance of the noise: differences of second order hold little of the bands. */
function noiseVariance(values: Float64Array): number {
  let sum = 0
  for (let i = 1; i < values.length - 1; i += 1) {
    const difference = values[i - 1]! - 2 * values[i]! + values[i + 1]!
    sum += difference * difference
  }
  return sum / (values.length - 2) / 6
}
