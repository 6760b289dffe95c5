import type { ArtefactKind } from '../../../contract/saliency'
import type { ArtefactRegion } from '../../../models/saliency/artefactShares'
import { measuredSpectrum } from '../measuredSpectrum'
import type { MeasuredFrames } from '../measuredFrames'

/**
 * Where a measurement says less of the tissue than of how it was measured: pixels that were hit by cosmic rays, saturated in a
 * frame, or bad.
 * @throws as {@link measuredSpectrum}
 */
export function artefactsOf(measured: MeasuredFrames): ArtefactRegion[] {
  const { device, wavenumbers, frames } = measured
  const { badPixels, saturationCounts } = device
  const { spikes, darkSpikes } = measuredSpectrum(measured)
  const bad = new Set(badPixels)
  const saturated = [...wavenumbers.keys()].filter(
    (pixel) =>
      saturationCounts !== null &&
      !bad.has(pixel) &&
      frames.some(({ intensities }) => intensities[pixel]! >= saturationCounts),
  )
  /** A pixel reaches half way to the next. */
  const edge = (pixel: number) => {
    const right = Math.min(Math.max(pixel, 1), wavenumbers.length - 1)
    const [before, after] = [wavenumbers[right - 1]!, wavenumbers[right]!]
    return before + (pixel - right + 0.5) * (after - before)
  }
  const region = (kind: ArtefactKind, pixel: number, width = 1): ArtefactRegion => ({
    kind,
    from: edge(pixel),
    to: edge(pixel + width),
  })
  return [
    ...[...spikes, ...darkSpikes].map(({ pixel, width }) => region('cosmicRay', pixel, width)),
    ...saturated.map((pixel) => region('saturated', pixel)),
    ...[...bad].map((pixel) => region('badPixels', pixel)),
  ]
}
