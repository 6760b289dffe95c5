import type { MeasuredFrame } from '../frames/measuredFrame'

type Figure = Exclude<keyof MeasuredFrame, 'intensities' | 'shutterOpen'>

/** What the frames say of a figure; those that do not say are left out. */
export function known(frames: readonly MeasuredFrame[], figure: Figure): number[] {
  return frames.flatMap((frame) => frame[figure] ?? [])
}
