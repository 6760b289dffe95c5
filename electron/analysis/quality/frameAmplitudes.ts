import type { PixelRange } from '../pixelsBetween'

/**
 * Mean counts of each frame in a range of pixels, less the dark where there is one.
 * @param frames counts without spikes
 */
export function frameAmplitudes(
  frames: readonly Float64Array[],
  dark: Float64Array | null,
  { from, to }: PixelRange,
): number[] {
  const mean = (counts: Float64Array) => {
    let sum = 0
    for (let i = from; i < to; i += 1) sum += counts[i]!
    return sum / (to - from)
  }
  const below = dark ? mean(dark) : 0
  return to > from ? frames.map((frame) => mean(frame) - below) : []
}
