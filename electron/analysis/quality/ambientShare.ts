import type { MeasuredFrame } from '../frames/measuredFrame'
import { medianInPlace } from '../preprocessing/median'
import type { PixelRange } from './gate'

/** Pixels of a stretch whose median is free of lines and hits. */
const STRETCH = 32

/**
 * Light with the laser off and the shutter open, relative to that of the measurement. The zero is what a closed shutter gives;
 * without such a frame, the lowest stretch of the dark frames themselves, as the filter that holds the laser's light back and
 * the ends of the detector's sensitivity leave it: then light that is the same at all wavelengths is not seen.
 *
 * @returns null where it is not known with which shutter the frames were taken
 */
export function ambientShare(
  frames: readonly MeasuredFrame[],
  darkFrames: readonly MeasuredFrame[],
  range: PixelRange,
): number | null {
  const open = stretches(darkFrames.filter(({ shutterOpen }) => shutterOpen === true))
  const lit = stretches(frames)
  if (!open || !lit) return null
  const closed = stretches(darkFrames.filter(({ shutterOpen }) => shutterOpen === false))
  const floor = open.reduce((least, value) => Math.min(least, value), Infinity)
  let room = 0
  let all = 0
  for (let i = Math.ceil(range.from / STRETCH); i < Math.floor(range.to / STRETCH); i += 1) {
    const zero = closed ? closed[i]! : floor
    room += open[i]! - zero
    all += lit[i]! - zero
  }
  return all > 0 ? Math.max(0, room / all) : null
}

/** The medians of the stretches of the mean of some frames; null without any. */
function stretches(frames: readonly MeasuredFrame[]): Float64Array | null {
  const [first] = frames
  if (!first) return null
  const mean = new Float64Array(first.intensities.length)
  for (const { intensities } of frames) for (let i = 0; i < mean.length; i += 1) mean[i]! += intensities[i]!
  return Float64Array.from({ length: Math.floor(mean.length / STRETCH) }, (_, i) => {
    return medianInPlace(mean.slice(i * STRETCH, (i + 1) * STRETCH)) / frames.length
  })
}
