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
  let count = 0
  for (let pixel = range.from; pixel < range.to; pixel += 1) {
    if (badPixels.includes(pixel)) continue
    if (frames.some((frame) => frame[pixel]! >= saturationCounts)) count += 1
  }
  return count
}
