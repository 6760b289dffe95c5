import type { Spike } from '../../frames/spike'
import type { Gate, PixelRange } from '../gate'
import { QUALITY_LIMITS } from '../qualityLimits'

/** What despiking puts back is a guess: few pixels of one frame may be one. */
export const spikes: Gate = ({ spikes: found, frames }, range) => {
  const most = QUALITY_LIMITS.spikes.pixelsOfAFrame
  const value = Math.max(0, ...frames.map((_, frame) => spikePixels(found, frame, range)))
  return {
    gate: 'spikes',
    label: 'Pixels hit by cosmic rays, in one frame',
    value,
    unit: 'px',
    limit: `at most ${most} px`,
    verdict: value <= most ? 'pass' : 'fail',
    because: `${value} pixels of one frame were hit by cosmic rays: take more, shorter accumulations.`,
  }
}

/** Pixels of the range that were replaced in one frame. */
export function spikePixels(found: readonly Spike[], index: number, { from, to }: PixelRange): number {
  return found.reduce((sum, { frame, pixel, width }) => {
    const inside = Math.min(pixel + width, to) - Math.max(pixel, from)
    return frame === index ? sum + Math.max(0, inside) : sum
  }, 0)
}
