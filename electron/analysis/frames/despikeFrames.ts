import { requireFinite } from '../preprocessing/requireFinite'
import { despikeAccumulations, type Despiked } from './accumulationSpikes'
import { interpolatePixels } from './interpolatePixels'
import { singleSpikes } from './singleSpikes'
import type { Spike } from './spike'

const ENOUGH_TO_COMPARE = 3

/**
 * Frames of one measurement without cosmic rays, and where those were. Three frames or more are compared with each other;
 * fewer are looked at one by one, and a spike is bridged by the line between its neighbours.
 *
 * @param frames counts of the same length, none longer exposed than another; not changed
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`
 */
export function despikeFrames(frames: readonly Float64Array[]): Despiked {
  frames.forEach(requireFinite)
  if (frames.length >= ENOUGH_TO_COMPARE) return despikeAccumulations(frames)
  const spikes = frames.flatMap((spectrum, frame) =>
    singleSpikes(spectrum).map((spike): Spike => ({ frame, ...spike })),
  )
  const clean = frames.map((spectrum, index) => {
    const hit = spikes.filter(({ frame }) => frame === index)
    if (hit.length === 0) return spectrum
    return interpolatePixels(
      spectrum,
      hit.flatMap(({ pixel, width }) => Array.from({ length: width }, (_, i) => pixel + i)),
    )
  })
  return { clean, spikes }
}
