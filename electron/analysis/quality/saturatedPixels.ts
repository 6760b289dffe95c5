import type { PixelRange } from './gate'

interface Detector {
  saturationCounts: number
  badPixels: readonly number[]
  range: PixelRange
}

/** How many pixels of the range, bad ones left out, are at the detector's limit in any of the frames. */
export function saturatedPixels(
  frames: readonly Float64Array[],
  { saturationCounts, badPixels, range }: Detector,
): number {
  const saturated = new Set<number>()
  for (const frame of frames) {
    for (let pixel = range.from; pixel < range.to; pixel += 1) {
      if (frame[pixel]! >= saturationCounts) saturated.add(pixel)
    }
  }
  for (const pixel of badPixels) saturated.delete(pixel)
  return saturated.size
}
