import type { Spike } from '../frames/spike'
import type { PixelRange } from '../pixelsBetween'

/** Pixels of the range that were replaced in one frame. */
export function spikePixels(found: readonly Spike[], index: number, { from, to }: PixelRange): number {
  return found.reduce((sum, { frame, pixel, width }) => {
    const inside = Math.min(pixel + width, to) - Math.max(pixel, from)
    return frame === index ? sum + Math.max(0, inside) : sum
  }, 0)
}
