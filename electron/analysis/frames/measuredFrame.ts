import type { RawFrame } from '../../contract/frame'

type Known = 'intensities'
type Told =
  | 'deviceTimeMicroseconds'
  | 'integrationTimeMs'
  | 'shutterOpen'
  | 'laserPowerMilliwatts'
  | 'detectorTemperatureCelsius'
  | 'laserTemperatureCelsius'

/** One exposure, as it is judged. What its source does not say is null. */
export type MeasuredFrame = Pick<RawFrame, Known> & { [Name in Told]: RawFrame[Name] | null }

/** A spectrum of a file, which says nothing of how it was exposed. */
export function recordedFrame(intensities: Float64Array): MeasuredFrame {
  return {
    intensities,
    deviceTimeMicroseconds: null,
    integrationTimeMs: null,
    shutterOpen: null,
    laserPowerMilliwatts: null,
    detectorTemperatureCelsius: null,
    laserTemperatureCelsius: null,
  }
}

/** The counts alone. */
export const countsOf = (frames: readonly MeasuredFrame[]) => frames.map(({ intensities }) => intensities)
