import { median } from '../preprocessing/median'
import { noiseLevel } from '../quality/noiseLevel'

/** A line that stands out of a spectrum. */
export interface Peak {
  /** In pixels from the centre of the first one; the vertex of the parabola through the three highest. */
  pixel: number
  /** Above the higher of the two valleys beside it. */
  prominence: number
  /** Full width at half of the prominence, pixels. */
  width: number
}

/** Above the noise: the highest of a thousand pixels of it is 3.2 standard deviations high. */
const LEAST_SIGNAL_TO_NOISE = 6
/** Of its own height above the floor: a notch of shot noise in a strong line makes no two lines of it. */
const LEAST_OWN_SHARE = 0.05
const LEAST_SHARE_OF_HIGHEST = 0.001

/**
 * The peaks of a spectrum, in the order of their pixels: maxima after smoothing with 1-2-1, told from noise by their
 * prominence. A hit of a cosmic ray, narrower than half of what the strong ones are wide, is left out where there are enough
 * of them to say so, and the lines are `alike` wide.
 *
 * @param intensities one a pixel, any unit
 * @param alike whether only the instrument makes the lines wide. @default true
 */
export function findPeaks(intensities: Float64Array, { alike = true } = {}): Peak[] {
  const n = intensities.length
  if (n < 8) return []
  const smooth = intensities.map(
    (value, i) => (intensities[Math.max(i - 1, 0)]! + 2 * value + intensities[Math.min(i + 1, n - 1)]!) / 4,
  )
  const floor = median(smooth)
  const highest = smooth.reduce((most, value) => Math.max(most, value), -Infinity)
  const threshold = Math.max(
    LEAST_SIGNAL_TO_NOISE * noiseLevel(intensities),
    LEAST_SHARE_OF_HIGHEST * (highest - floor),
  )

  const peaks: Peak[] = []
  for (let i = 1; i < n - 1; i++) {
    if (smooth[i]! <= smooth[i - 1]! || smooth[i]! < smooth[i + 1]!) continue
    const prominence = smooth[i]! - Math.max(valley(smooth, i, -1), valley(smooth, i, 1))
    if (prominence <= threshold || prominence < LEAST_OWN_SHARE * (smooth[i]! - floor)) continue
    const bend = smooth[i - 1]! - 2 * smooth[i]! + smooth[i + 1]!
    const pixel = i + (bend === 0 ? 0 : (smooth[i - 1]! - smooth[i + 1]!) / (2 * bend))
    const half = smooth[i]! - prominence / 2
    const width = crossing(smooth, i, 1, half) - crossing(smooth, i, -1, half)
    peaks.push({ pixel, prominence, width })
  }
  const usual = usualWidth(peaks)
  return peaks.length < 4 || !alike ? peaks : peaks.filter(({ width }) => width > usual / 2)
}

/** Median width of the strongest peaks, pixels; NaN without one. */
export function usualWidth(peaks: readonly Peak[]): number {
  const strongest = [...peaks].sort((a, b) => b.prominence - a.prominence).slice(0, 9)
  return median(Float64Array.from(strongest, ({ width }) => width))
}

/** Lowest value between a maximum and the next higher value to one side. */
function valley(values: Float64Array, from: number, step: 1 | -1): number {
  let lowest = values[from]!
  for (let i = from + step; i >= 0 && i < values.length && values[i]! <= values[from]!; i += step)
    lowest = Math.min(lowest, values[i]!)
  return lowest
}

/** Where the values fall below a level, interpolated; the end where they do not. */
function crossing(values: Float64Array, from: number, step: 1 | -1, level: number): number {
  let i = from
  while (i + step >= 0 && i + step < values.length && values[i + step]! >= level) i += step
  const here = values[i]!
  const next = values[i + step]
  return next === undefined ? i : i + (step * (here - level)) / (here - next)
}
