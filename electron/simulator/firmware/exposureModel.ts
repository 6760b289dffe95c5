import type { Disturbances } from '../disturbances'
import type { Drift } from '../drift'

/** What the detector sees during one exposure. */
export interface ExposureConditions {
  integrationMs: number
  /** How long the shutter was open during the exposure. */
  shutterOpenMs: number
  /** Mean over the whole exposure. */
  meanPowerMilliwatts: number
  detectorCelsius: number
  laserCelsius: number
  drift: Drift
  disturbances: Disturbances
}

export interface ExposedFrame {
  /** One a pixel. */
  counts: Uint16Array
  /** Counts of 65 535. */
  saturatedPixels: number
}

/** The physics behind the firmware: what a photon meets between laser and detector. */
export interface ExposureModel {
  readonly pixels: number
  /** c0 … c3 of the vacuum wavelength in nm of the centre of a pixel. */
  readonly wavelengthCoefficients: readonly number[]
  /** Vacuum wavelength in nm, as set at the factory. */
  readonly excitationNanometres: number
  /** Columns that a host should interpolate over, rising. */
  readonly badPixels: readonly number[]
  /** Samples that a user may choose from; `select` may understand more. */
  readonly catalogue: readonly string[]
  readonly sample: string
  /**
   * Moves to a fresh spot of a sample.
   * @throws RangeError that says what is accepted where there is none of that name
   */
  select(sample: string): void
  expose(conditions: ExposureConditions): ExposedFrame
}
