import { accumulate } from '../../analysis/frames/accumulate'
import { countsOf, type MeasuredFrame } from '../../analysis/frames/measuredFrame'
import type { JudgedDevice } from '../../analysis/quality/gate'
import type { CalibrationStatus } from '../../contract/passport'
import type { StoredFrame } from '../../storage/repositories/frames'

/** The frames of one measurement, as an answer is computed from them. */
export interface MeasuredFrames {
  device: JudgedDevice
  /** cm-1, ascending, one a pixel. */
  wavenumbers: Float64Array
  /** With the laser on, in the order in which they were taken. */
  frames: MeasuredFrame[]
  /** Of the same integration time, with the laser off. */
  darkFrames: MeasuredFrame[]
  /** What the laser was set to; left out where nobody set it. */
  setPowerMilliwatts?: number
  /** Of the instrument when it measured; left out, or null, where it is not known. */
  calibration?: Pick<CalibrationStatus, 'state' | 'message' | 'tip'> | null
}

/** Recorded frames with the laser on and off, apart. */
export function byKind(recorded: readonly StoredFrame[]): Pick<MeasuredFrames, 'frames' | 'darkFrames'> {
  const of = (wanted: StoredFrame['kind']) => recorded.filter(({ kind }) => kind === wanted)
  return { frames: of('sample'), darkFrames: of('dark') }
}

/**
 * Mean counts less those of the dark frames, as they were recorded.
 * @throws spectrum.empty, spectrum.lengthMismatch
 */
export function meanOf({ frames, darkFrames }: Pick<MeasuredFrames, 'frames' | 'darkFrames'>): Float64Array {
  return accumulate(countsOf(frames), countsOf(darkFrames))
}

/** Counts of one frame with the laser on, as the answer will show them: then nothing of the chart moves but the line. */
export function lessDark(
  frame: MeasuredFrame,
  { darkFrames }: Pick<MeasuredFrames, 'darkFrames'>,
): Float64Array {
  return meanOf({ frames: [frame], darkFrames })
}
