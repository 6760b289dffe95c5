import { noiseLevel } from './noiseLevel'
import { pixelsBetween } from '../pixelsBetween'

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
  const area = areaOf(axis.subarray(from, to), intensities.subarray(from, to))

  const centres = new Float64Array(Math.round((2 * SEARCH) / STEP) + 1)
  for (let i = 0; i < centres.length; i += 1) centres[i] = near - SEARCH + i * STEP
  const band = meansAround(area, centres, 0, BAND)
  const left = meansAround(area, centres, -FOOT_DISTANCE, FOOT)
  const right = meansAround(area, centres, FOOT_DISTANCE, FOOT)
  const heights = band.map((mean, i) => mean - (left[i]! + right[i]!) / 2)
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

/** A spectrum and the area under it up to each pixel, by trapezoids. */
interface Area {
  axis: Float64Array
  values: Float64Array
  upTo: Float64Array
}

function areaOf(axis: Float64Array, values: Float64Array): Area {
  const upTo = new Float64Array(axis.length)
  for (let i = 1; i < upTo.length; i += 1) {
    upTo[i] = upTo[i - 1]! + ((values[i - 1]! + values[i]!) / 2) * (axis[i]! - axis[i - 1]!)
  }
  return { axis, values, upTo }
}

/** Means of an interval that lies at a distance of each of some ascending centres, parts of pixels counted in part. */
function meansAround(area: Area, centres: Float64Array, distance: number, halfWidth: number): Float64Array {
  const means = new Float64Array(centres.length)
  let [from, to] = [1, 1]
  for (let i = 0; i < means.length; i += 1) {
    const lo = centres[i]! + distance - halfWidth
    const hi = centres[i]! + distance + halfWidth
    from = firstPixelFrom(area.axis, lo, from)
    to = firstPixelFrom(area.axis, hi, to)
    means[i] = (areaUpTo(area, hi, to) - areaUpTo(area, lo, from)) / (2 * halfWidth)
  }
  return means
}

/** The first pixel at a wavenumber or beyond, or the last, sought from another one on. */
function firstPixelFrom(axis: Float64Array, wavenumber: number, from: number): number {
  let pixel = from
  while (pixel < axis.length - 1 && axis[pixel]! < wavenumber) pixel += 1
  return pixel
}

/** @param pixel the first at `x` or beyond */
function areaUpTo({ axis, values, upTo }: Area, x: number, pixel: number): number {
  const x0 = axis[pixel - 1]!
  const y0 = values[pixel - 1]!
  const share = (x - x0) / (axis[pixel]! - x0)
  const value = y0 + share * (values[pixel]! - y0)
  return upTo[pixel - 1]! + ((y0 + value) / 2) * (x - x0)
}
