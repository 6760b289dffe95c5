/** What the detector sees during one exposure. */
export interface ExposureConditions {
  integrationMs: number
  /** How long the shutter was open, and the laser emitting, during the exposure. */
  shutterOpenMs: number
  emissionMs: number
  /** Mean over the whole exposure. */
  meanPowerMilliwatts: number
  detectorCelsius: number
  laserCelsius: number
}

/** The physics behind the firmware: what a photon meets between laser and detector. */
export interface ExposureModel {
  readonly pixels: number
  /** c0 … c3 of the vacuum wavelength in nm of the centre of a pixel. */
  readonly wavelengthCoefficients: readonly number[]
  /** Vacuum wavelength in nm, as set at the factory. */
  readonly excitationNanometres: number
  /** Names and forms of samples that `select` understands. */
  readonly catalogue: readonly string[]
  readonly sample: string
  /** Moves to a fresh spot of a sample; false where there is none of that name. */
  select(sample: string): boolean
  /** Counts of one exposure, one a pixel. */
  expose(conditions: ExposureConditions): Uint16Array
}
