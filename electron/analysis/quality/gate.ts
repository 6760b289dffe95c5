import type { QualityReport } from '../../contract/answer'
import type { DeviceIdentity } from '../../contract/frame'
import type { CalibrationStatus } from '../../contract/passport'
import type { MeasuredFrame } from '../frames/measuredFrame'
import type { Spike } from '../frames/spike'
import type { BandContrast } from './bandContrast'
import type { PixelRange } from '../pixelsBetween'

/** What is to be known of an instrument. */
export type JudgedDevice = Pick<
  DeviceIdentity,
  'origin' | 'badPixels' | 'saturationCounts' | 'detectorSetpointCelsius'
> &
  Partial<Pick<DeviceIdentity, 'excitationNanometres'>>

/** A measurement, and what was found on the way to its spectrum. */
export interface QualityInput {
  device: JudgedDevice
  /** cm-1, ascending, one a pixel. */
  wavenumbers: Float64Array
  /** With the laser on and off, as they were recorded, in the order in which they were taken. */
  frames: readonly MeasuredFrame[]
  darkFrames: readonly MeasuredFrame[]
  /** What the laser was set to; left out where nobody set it. */
  setPowerMilliwatts?: number
  /** Of the instrument; left out, or null, where it is not known. */
  calibration?: Pick<CalibrationStatus, 'state' | 'message' | 'tip'> | null
  /** Mean counts less the dark, bad pixels interpolated; with and without spikes. */
  measured: Float64Array
  despiked: Float64Array
  /** Counts of each frame, bad pixels interpolated, spikes removed. */
  cleanFrames: readonly Float64Array[]
  /** Mean of the dark frames, likewise; null without any. */
  dark: Float64Array | null
  /** Of the frames with the laser on, and off. */
  spikes: readonly Spike[]
  darkSpikes: readonly Spike[]
}

/** What a gate found. */
export interface Finding {
  /** A stable word. */
  gate: string
  label: string
  /** Null where it is not known. */
  value: number | null
  /** Said in place of `value`, of what is no number. */
  words?: string
  unit: string
  /** What `value` was held against, for people. */
  limit: string
  verdict: 'pass' | 'warn' | 'fail'
  /** What is wrong, with the number, and the remedy: goes on after "Repeat, because". Empty where nothing is. */
  because: string
}

/** The figures of one frame with the laser on. */
export type FrameFigures = NonNullable<QualityReport['frames']>[number]

/** What all gates share. */
export interface Judged {
  /** The pixels that are judged. */
  range: PixelRange
  frameFigures: readonly FrameFigures[]
  /** The CH2 band of the spectrum without spikes; null where the axis does not reach. */
  ch2: BandContrast | null
}

export type Gate = (input: QualityInput, judged: Judged) => Finding

/** Of a figure that the source does not give: nothing can be held against it. */
export function notKnown(figure: Pick<Finding, 'gate' | 'label' | 'unit' | 'limit'>): Finding {
  return { ...figure, value: null, verdict: 'pass', because: '' }
}
