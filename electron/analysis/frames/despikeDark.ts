import type { Despiked } from './accumulationSpikes'
import { despikeFrames } from './despikeFrames'
import { interpolatePixels } from './interpolatePixels'
import type { Spike } from './spike'

/** A ray in a dark frame has left no more than this part of itself in the frames that were lit. */
const SHARED = 0.5

/**
 * Dark frames without cosmic rays. Where there are too few to compare, the lit frames tell: what stands in them too, as lines
 * of the room's lamps do, is light, and stays so that it is subtracted.
 *
 * @param darkFrames counts; not changed
 * @param lit mean counts of the frames with the laser on, of the same exposure
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`
 */
export function despikeDark(darkFrames: readonly Float64Array[], lit: Float64Array): Despiked {
  const found = despikeFrames(darkFrames)
  const spikes = found.spikes.filter((spike) => !isLight(spike, darkFrames[spike.frame]!, lit))
  if (spikes.length === found.spikes.length) return found
  const clean = darkFrames.map((dark, index) =>
    interpolatePixels(dark, spikes.filter(({ frame }) => frame === index).flatMap(pixelsOf)),
  )
  return { clean, spikes }
}

function isLight(spike: Spike, dark: Float64Array, lit: Float64Array): boolean {
  return heightOf(spike, lit) > SHARED * heightOf(spike, dark)
}

/** Counts above the line between the pixels beside it. */
function heightOf(spike: Spike, counts: Float64Array): number {
  const pixels = pixelsOf(spike)
  const below = interpolatePixels(counts, pixels)
  return pixels.reduce((sum, pixel) => sum + counts[pixel]! - below[pixel]!, 0)
}

const pixelsOf = ({ pixel, width }: Spike) => Array.from({ length: width }, (_, i) => pixel + i)
