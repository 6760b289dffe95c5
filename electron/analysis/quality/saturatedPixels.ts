import type { PixelRange } from '../pixelsBetween'

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
  let saturated = 0
  for (let pixel = range.from; pixel < range.to; pixel += 1) {
    let frame = 0
    while (frame < frames.length && !(frames[frame]![pixel]! >= saturationCounts)) frame += 1
    if (frame < frames.length && !badPixels.includes(pixel)) saturated += 1
  }
  return saturated
}
