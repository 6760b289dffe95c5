import { medianInPlace } from '../preprocessing/median'
import { leaveOneOut } from './leaveOneOut'
import { runningMedian } from './runningMedian'
import { WIDEST_SPIKE, type Spike } from './spike'

/** In standard deviations: where a spike is seen, and how far down its flanks it reaches. */
const SEEN = 7
const FLANK = 3
/** How much higher than in any other frame: where light flickers, at the flank of a strong line, several frames differ. */
const ALONE = 3
/** Pixels by which a strong line, as that of the laser, may jump: it then leaves this part of its slope. */
const JITTER = 0.1
/** Pixels that share one noise level. */
const BLOCK = 32

/** Spikes, and the frames without them. */
export interface Despiked {
  clean: Float64Array[]
  spikes: Spike[]
}

/**
 * Finds cosmic rays by comparing accumulations: tissue repeats, a ray does not. Each frame is first scaled to the others by
 * the median ratio, and what is left of bleaching, smooth beside a ray, is taken off by a running median. The noise is that
 * of the frames themselves, stretch by stretch, so that no gain needs to be known; where there is none, nothing is a spike.
 * A spike is replaced by what the other frames say.
 *
 * @param frames counts, at least three of the same length; not changed
 */
export function despikeAccumulations(frames: readonly Float64Array[]): Despiked {
  const scales = scalesOf(frames)
  const { middle, residuals } = leaveOneOut(frames, scales)
  const trend = new Float64Array(middle.length)
  for (const residual of residuals) {
    runningMedian(residual, WIDEST_SPIKE, trend)
    for (let i = 0; i < residual.length; i++) residual[i]! -= trend[i]!
  }

  const noise = noiseOf(residuals, middle)
  const clean = [...frames]
  const spikes: Spike[] = []
  residuals.forEach((residual, frame) => {
    for (let i = 0; i < residual.length; i++) {
      if (!(residual[i]! > FLANK * noise[i]!)) continue
      const first = i
      let isSpike = false
      for (; i < residual.length && residual[i]! > FLANK * noise[i]!; i++) {
        isSpike ||=
          residual[i]! > SEEN * noise[i]! &&
          residual[i]! > ALONE * highestRival(residuals, frame, i) &&
          residual[i]! > JITTER * steepness(middle, i)
      }
      if (!isSpike || i - first > WIDEST_SPIKE) continue
      if (clean[frame] === frames[frame]) clean[frame] = frames[frame]!.slice()
      for (let j = first; j < i; j++) clean[frame]![j]! -= residual[j]! * scales[frame]!
      spikes.push({ frame, pixel: first, width: i - first })
    }
  })
  return { clean, spikes }
}

/** How bright each frame is, relative to the first. */
function scalesOf(frames: readonly Float64Array[]): number[] {
  const [first] = frames as [Float64Array]
  const ratios = new Float64Array(first.length)
  return frames.map((frame) => {
    if (frame === first) return 1
    let known = 0
    for (let i = 0; i < first.length; i++) if (first[i]! > 0) ratios[known++] = frame[i]! / first[i]!
    const scale = known > 0 ? medianInPlace(ratios.subarray(0, known)) : 1
    return scale > 0 ? scale : 1
  })
}

/**
 * Standard deviation at each pixel: the square root of the light, as photons have it, times what the residuals of all frames
 * around the pixel are in this unit (median absolute value, scaled for a normal distribution). Infinite where there is none:
 * nothing is a spike there.
 */
function noiseOf(residuals: readonly Float64Array[], middle: Float64Array): Float64Array {
  const pixels = middle.length
  const noise = middle.slice()
  const least = Math.max(1, medianInPlace(noise) / 100)
  for (let i = 0; i < pixels; i++) noise[i] = Math.sqrt(Math.max(middle[i]!, least))
  const blocks = Math.max(1, Math.floor(pixels / BLOCK))
  const sizes = new Float64Array(2 * BLOCK * residuals.length)
  for (let block = 0; block < blocks; block++) {
    const from = block * BLOCK
    const to = block === blocks - 1 ? pixels : from + BLOCK
    let n = 0
    for (const residual of residuals) {
      for (let i = from; i < to; i++) sizes[n++] = Math.abs(residual[i]!) / noise[i]!
    }
    const unit = medianInPlace(sizes.subarray(0, n)) / 0.6745
    for (let i = from; i < to; i++) noise[i] = unit > 0 ? noise[i]! * unit : Infinity
  }
  return noise
}

/** The largest residual of the other frames at a pixel and its two neighbours; at least 0. */
function highestRival(residuals: readonly Float64Array[], frame: number, pixel: number): number {
  let highest = 0
  residuals.forEach((residual, other) => {
    if (other === frame) return
    for (let i = Math.max(0, pixel - 1); i <= Math.min(residual.length - 1, pixel + 1); i++) {
      highest = Math.max(highest, residual[i]!)
    }
  })
  return highest
}

/** The largest step between neighbours around a pixel. */
function steepness(values: Float64Array, pixel: number): number {
  let steepest = 0
  for (let i = Math.max(1, pixel - 1); i <= Math.min(values.length - 1, pixel + 2); i++) {
    steepest = Math.max(steepest, Math.abs(values[i]! - values[i - 1]!))
  }
  return steepest
}
