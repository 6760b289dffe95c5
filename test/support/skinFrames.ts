import { recordedFrame } from '../../electron/analysis/frames/measuredFrame'
import { skinLikeSpectrum } from '../../electron/instrument/services/skinLikeSpectrum'
import type { MeasuredFrames } from '../../electron/instrument/services/measuredFrames'

/** A measurement of a few bands on fluorescence that passes every gate; each seed has other heights. */
export function skinFrames(seed = 0, points = 1024): MeasuredFrames {
  const { axis, spectrum } = skinLikeSpectrum(points)
  const frame = spectrum.map((value, i) => {
    const band = Math.exp(-(((axis[i]! - 1100 - 10 * seed) / 15) ** 2))
    return (
      value / 2 +
      400 * (1 + Math.sin(seed)) * band +
      40 * ((Math.sin((i + 7 * seed) * 78.233) * 43_758.5453) % 1)
    )
  })
  return {
    device: { origin: 'simulated', badPixels: [], saturationCounts: 65_535 },
    wavenumbers: axis,
    frames: [recordedFrame(frame)],
    darkFrames: [],
  }
}
