/** How far an instrument has gone from what the factory calibrated. */
export interface Drift {
  /** Added to the excitation wavelength. */
  readonly laserNanometres: number
  /** How far every line has moved along the sensor, towards higher pixels. */
  readonly shiftPixels: number
  /** By how much the image has grown from end to end of the sensor, about its middle. */
  readonly stretchPixels: number
  /** How many times wider than at the factory the instrument draws a line. */
  readonly broadening: number
  /** Part of the light that still comes through. */
  readonly throughput: number
}

export const NO_DRIFT: Drift = {
  laserNanometres: 0,
  shiftPixels: 0,
  stretchPixels: 0,
  broadening: 1,
  throughput: 1,
}
