import type { Gate } from '../gate'
import { QUALITY_LIMITS } from '../qualityLimits'

/** What despiking puts back is a guess: few pixels of one frame may be one. */
export const spikes: Gate = (_, { frameFigures }) => {
  const most = QUALITY_LIMITS.spikes.pixelsOfAFrame
  const value = Math.max(0, ...frameFigures.map(({ spikePixels }) => spikePixels))
  return {
    gate: 'spikes',
    label: 'Hit by cosmic rays, one frame',
    value,
    unit: 'px',
    limit: `at most ${most} px`,
    verdict: value <= most ? 'pass' : 'fail',
    because: `${value} pixels of one frame were hit by cosmic rays: take more, shorter accumulations.`,
  }
}
