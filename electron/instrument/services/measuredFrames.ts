import type { Origin, RawFrame } from '../../contract/frame'

/** The frames of one measurement, as an answer is computed from them. */
export interface MeasuredFrames {
  origin: Origin
  /** cm-1, ascending, one a pixel. */
  wavenumbers: Float64Array
  frames: Pick<RawFrame, 'intensities'>[]
  darkFrames: Pick<RawFrame, 'intensities'>[]
}
