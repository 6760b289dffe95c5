import type { DeviceIdentity } from '../../contract/frame'

/** The frames of one measurement, as an answer is computed from them. */
export interface MeasuredFrames {
  device: Pick<DeviceIdentity, 'origin' | 'badPixels' | 'saturationCounts'>
  /** cm-1, ascending, one a pixel. */
  wavenumbers: Float64Array
  /** Counts with the laser on, one array a frame. */
  frames: Float64Array[]
  /** Counts of the same integration time with the laser off. */
  darkFrames: Float64Array[]
}
