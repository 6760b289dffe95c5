import type { DeviceIdentity } from '../../contract/frame'
import type { CalibrationStatus } from '../../contract/passport'
import type { StoredFrame } from '../../storage/repositories/frames'

/** The frames of one measurement, as an answer is computed from them. */
export interface MeasuredFrames {
  device: Pick<DeviceIdentity, 'origin' | 'badPixels' | 'saturationCounts'>
  /** cm-1, ascending, one a pixel. */
  wavenumbers: Float64Array
  /** Counts with the laser on, one array a frame. */
  frames: Float64Array[]
  /** Counts of the same integration time with the laser off. */
  darkFrames: Float64Array[]
  /** Of the instrument when it measured; left out where it is not known. */
  calibration?: Pick<CalibrationStatus, 'state' | 'message' | 'tip'>
}

/** Recorded frames with the laser on and off, apart. */
export function byKind(recorded: readonly StoredFrame[]): Pick<MeasuredFrames, 'frames' | 'darkFrames'> {
  const of = (wanted: StoredFrame['kind']) =>
    recorded.filter(({ kind }) => kind === wanted).map(({ intensities }) => intensities)
  return { frames: of('sample'), darkFrames: of('dark') }
}
