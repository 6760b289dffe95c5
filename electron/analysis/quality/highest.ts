import type { PixelRange } from '../pixelsBetween'

/** The highest value of a range of pixels; -Infinity of an empty one. */
export function highest(values: Float64Array, { from, to }: PixelRange): number {
  let best = -Infinity
  for (let i = from; i < to; i += 1) best = Math.max(best, values[i]!)
  return best
}
