import { noiseLevel } from './noiseLevel'
import { firstFrom, pixelsBetween } from './pixelsBetween'

/** Half widths of the band and of the feet beside it, and how far those lie from its centre, all in cm-1. */
const BAND = 5
const FOOT = 4
const FOOT_DISTANCE = 16
const SEARCH = 12
const STEP = 0.5

/**
 * Where a narrow band stands out most from the line between its feet, within 12 cm-1 of where it should.
 *
 * @param axis cm-1, ascending
 * @returns its centre, between the steps of the search by a parabola, and its height in standard deviations of its own error;
 * null where the axis does not reach
 */
export function locateBand(
  axis: Float64Array,
  intensities: Float64Array,
  near: number,
): { wavenumber: number; signalToNoise: number } | null {
  const reach = SEARCH + FOOT_DISTANCE + FOOT
  const within = pixelsBetween(axis, near - reach, near + reach)
  // One more pixel to either side.
  const from = within.from - 1
  const to = within.to + 1
  if (from < 0 || to > axis.length || to - from < 20) return null
  const mean = meansOf(axis.subarray(from, to), intensities.subarray(from, to))

  const steps = Math.round((2 * SEARCH) / STEP) + 1
  const heights = Float64Array.from({ length: steps }, (_, i) => {
    const centre = near - SEARCH + i * STEP
    const feet = mean(centre - FOOT_DISTANCE, FOOT) + mean(centre + FOOT_DISTANCE, FOOT)
    return mean(centre, BAND) - feet / 2
  })
  const best = heights.reduce((top, height, i) => (height > heights[top]! ? i : top), 0)
  const [before = -Infinity, height, after = -Infinity] = [
    heights[best - 1],
    heights[best]!,
    heights[best + 1],
  ]
  const curvature = before - 2 * height + after
  const shift = Number.isFinite(curvature) && curvature < 0 ? (before - after) / (2 * curvature) : 0

  const pitch = (axis[to - 1]! - axis[from]!) / (to - 1 - from)
  const noise = noiseLevel(intensities, from, to) * Math.sqrt(pitch * (1 / (2 * BAND) + 1 / (4 * FOOT)))
  return { wavenumber: near - SEARCH + (best + shift) * STEP, signalToNoise: noise > 0 ? height / noise : 0 }
}

/** Means of an interval of the axis, parts of pixels counted in part. */
function meansOf(axis: Float64Array, values: Float64Array): (centre: number, halfWidth: number) => number {
  // The area up to each pixel, by trapezoids.
  const area = new Float64Array(axis.length)
  for (let i = 1; i < area.length; i += 1) {
    area[i] = area[i - 1]! + ((values[i - 1]! + values[i]!) / 2) * (axis[i]! - axis[i - 1]!)
  }
  const upTo = (x: number): number => {
    const i = Math.min(Math.max(1, firstFrom(axis, x)), axis.length - 1)
    const share = (x - axis[i - 1]!) / (axis[i]! - axis[i - 1]!)
    const value = values[i - 1]! + share * (values[i]! - values[i - 1]!)
    return area[i - 1]! + ((values[i - 1]! + value) / 2) * (x - axis[i - 1]!)
  }
  return (centre, halfWidth) => (upTo(centre + halfWidth) - upTo(centre - halfWidth)) / (2 * halfWidth)
}
