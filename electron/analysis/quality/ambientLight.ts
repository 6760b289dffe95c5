import { accumulate } from '../frames/accumulate'
import { countsOf, type MeasuredFrame } from '../frames/measuredFrame'
import { medianInPlace } from '../preprocessing/median'
import { noiseLevel } from './noiseLevel'
import type { PixelRange } from '../pixelsBetween'

/** Pixels of a stretch, whose median is free of lines and hits. */
const STRETCH = 32
/** Of so many normal values, by how many standard deviations the lowest lies below the mean, and of a median: its error. */
const LOWEST = 2.07
const OF_MEDIAN = 1.253

/**
 * Mean counts of the room in a frame with the laser off and the shutter open. The zero is what a closed shutter gives; without
 * such a frame it is the lowest stretch of the open ones, as the filter that holds the laser's light back and the ends of the
 * detector's sensitivity leave it: then light that is the same on all pixels is not seen.
 *
 * @returns null where no frame was taken so, or where that is not known
 */
export function ambientLight(darkFrames: readonly MeasuredFrame[], range: PixelRange): number | null {
  const open = mean(darkFrames.filter(({ shutterOpen }) => shutterOpen === true))
  if (!open || range.to - range.from < STRETCH) return null
  const closed = mean(darkFrames.filter(({ shutterOpen }) => shutterOpen === false))
  const light = stretches(closed ? open.map((counts, i) => counts - closed[i]!) : open.slice())
  const from = Math.ceil(range.from / STRETCH)
  const judged = light.subarray(from, Math.max(from + 1, Math.floor(range.to / STRETCH)))
  const average = judged.reduce((sum, counts) => sum + counts, 0) / judged.length
  if (closed) return Math.max(0, average)
  const lowest = light.reduce((least, counts) => Math.min(least, counts), Infinity)
  const byChance = (LOWEST * OF_MEDIAN * noiseLevel(open)) / Math.sqrt(STRETCH)
  return Math.max(0, average - lowest - byChance)
}

function mean(frames: readonly MeasuredFrame[]): Float64Array | null {
  return frames.length > 0 ? accumulate(countsOf(frames), []) : null
}

/** The median of each stretch of values, which are put into another order. */
function stretches(values: Float64Array): Float64Array {
  const medians = new Float64Array(Math.floor(values.length / STRETCH))
  for (let i = 0; i < medians.length; i += 1) {
    medians[i] = medianInPlace(values.subarray(i * STRETCH, (i + 1) * STRETCH))
  }
  return medians
}
