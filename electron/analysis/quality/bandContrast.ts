import { noiseLevel } from './noiseLevel'

/** A band and the two windows beside it that carry no band, all in cm-1. */
export interface BandWindows {
  centre: number
  halfWidth: number
  /** Centres of the windows at its foot, each `footHalfWidth` to either side. */
  left: number
  right: number
  footHalfWidth: number
}

function meanBetween(
  axis: Float64Array,
  y: Float64Array,
  lo: number,
  hi: number,
): { mean: number; n: number } {
  let sum = 0
  let n = 0
  for (let i = 0; i < axis.length && axis[i]! <= hi; i += 1) {
    if (axis[i]! < lo) continue
    sum += y[i]!
    n += 1
  }
  return { mean: sum / n, n }
}

/**
 * Height of a Raman band over a line between its feet, and that height in standard deviations of its own error. It needs
 * no baseline correction, so that the gate judges the measurement and not the preprocessing.
 *
 * @param axis wavenumbers, cm-1, ascending
 * @param intensities counts
 * @returns height, and the line below it, in counts; signalToNoise without unit: null where a window holds no point
 */
export function bandContrast(
  axis: Float64Array,
  intensities: Float64Array,
  { centre, halfWidth, left, right, footHalfWidth }: BandWindows,
): { height: number; baseline: number; signalToNoise: number } | null {
  const band = meanBetween(axis, intensities, centre - halfWidth, centre + halfWidth)
  const low = meanBetween(axis, intensities, left - footHalfWidth, left + footHalfWidth)
  const high = meanBetween(axis, intensities, right - footHalfWidth, right + footHalfWidth)
  if (band.n === 0 || low.n === 0 || high.n === 0) return null

  const share = (centre - left) / (right - left)
  const baseline = low.mean * (1 - share) + high.mean * share
  const height = band.mean - baseline
  const noise = noiseLevel(
    intensities,
    axis.findIndex((wavenumber) => wavenumber >= left - footHalfWidth),
    axis.findLastIndex((wavenumber) => wavenumber <= right + footHalfWidth) + 1,
  )
  const error = noise * Math.sqrt(1 / band.n + (1 - share) ** 2 / low.n + share ** 2 / high.n)
  const signalToNoise = error > 0 ? height / error : height === 0 ? 0 : Math.sign(height) * Number.MAX_VALUE
  return { height, baseline, signalToNoise }
}
