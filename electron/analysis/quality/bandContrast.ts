import { noiseLevel } from './noiseLevel'
import { pixelsBetween, type PixelRange } from '../pixelsBetween'

/** A band and the two windows beside it that carry no band, all in cm-1. */
export interface BandWindows {
  centre: number
  halfWidth: number
  /** Centres of the windows at its foot, each `footHalfWidth` to either side. */
  left: number
  right: number
  footHalfWidth: number
}

/** Its height, and that of the line below it, in counts; `signalToNoise` without unit. */
export interface BandContrast {
  height: number
  baseline: number
  signalToNoise: number
}

/**
 * Height of a Raman band over a line between its feet, and that height in standard deviations of its own error. It needs
 * no baseline correction, so that the gate judges the measurement and not the preprocessing.
 *
 * @param axis wavenumbers, cm-1, ascending
 * @param intensities counts
 * @returns null where a window holds no point
 */
export function bandContrast(
  axis: Float64Array,
  intensities: Float64Array,
  { centre, halfWidth, left, right, footHalfWidth }: BandWindows,
): BandContrast | null {
  const band = pixelsBetween(axis, centre - halfWidth, centre + halfWidth)
  const low = pixelsBetween(axis, left - footHalfWidth, left + footHalfWidth)
  const high = pixelsBetween(axis, right - footHalfWidth, right + footHalfWidth)
  const [n, lowN, highN] = [lengthOf(band), lengthOf(low), lengthOf(high)]
  if (n <= 0 || lowN <= 0 || highN <= 0) return null

  const share = (centre - left) / (right - left)
  const baseline = meanOf(intensities, low) * (1 - share) + meanOf(intensities, high) * share
  const height = meanOf(intensities, band) - baseline
  const noise = noiseLevel(intensities, low.from, high.to)
  const error = noise * Math.sqrt(1 / n + (1 - share) ** 2 / lowN + share ** 2 / highN)
  const signalToNoise = error > 0 ? height / error : height === 0 ? 0 : Math.sign(height) * Number.MAX_VALUE
  return { height, baseline, signalToNoise }
}

const lengthOf = ({ from, to }: PixelRange) => to - from

function meanOf(counts: Float64Array, { from, to }: PixelRange): number {
  let sum = 0
  for (let i = from; i < to; i += 1) sum += counts[i]!
  return sum / (to - from)
}
