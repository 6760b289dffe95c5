import { poisson } from '../random/poisson'
import type { Random } from '../random/random'
import { addCosmicRays, COSMIC_RAYS_PER_SECOND } from './cosmicRays'
import { darkCurrentAt } from './darkCurrent'
import { createFixedPattern } from './fixedPattern'
import { etalonAt, quantumEfficiencyAt } from './quantumEfficiency'

/** Highest count of the 16-bit converter; a pixel at it is saturated. */
export const SATURATION = 65_535
/** Electrons of one count. */
export const GAIN = 2
/** Noise of the read-out, electrons (standard deviation). */
export const READ_NOISE = 8
/** Counts of no light at all. */
export const BIAS = 600

export interface Frame {
  readonly counts: Uint16Array
  /** Pixels at 65 535. */
  readonly saturatedPixels: number
}

export interface Sensor {
  /** Photoelectrons of one photon, for each column; `wavelengths` in nm are what falls on them. */
  sensitivityTo(wavelengths: Float64Array): Float64Array
  readonly badPixels: readonly number[]
  /**
   * Exposes and reads out.
   * @param random - noise of this frame alone
   * @param photoelectrons - mean photoelectrons of each column during the exposure
   */
  readOut(
    random: Random,
    photoelectrons: Float64Array,
    integrationTimeMs: number,
    temperatureCelsius: number,
    cosmicRaysPerSecond?: number,
  ): Frame
}

/** One sensor with its own fixed pattern. */
export function createSensor(random: Random, columns: number): Sensor {
  const pattern = createFixedPattern(random, columns)
  const thickness = 15 + 0.2 * random.normal()
  const fringes = 0.004 + 0.004 * random.uniform()
  const sensitivityTo: Sensor['sensitivityTo'] = (wavelengths) =>
    wavelengths.map(
      (wavelength, column) =>
        quantumEfficiencyAt(wavelength) *
        etalonAt(wavelength, thickness, fringes) *
        pattern.response[column]!,
    )

  const readOut: Sensor['readOut'] = (
    noise,
    photoelectrons,
    integrationTimeMs,
    temperatureCelsius,
    cosmicRaysPerSecond = COSMIC_RAYS_PER_SECOND,
  ) => {
    const seconds = integrationTimeMs / 1000
    const dark = darkCurrentAt(temperatureCelsius) * seconds
    const electrons = photoelectrons.map((light, column) =>
      detected(noise, light + dark * pattern.darkFactor[column]!),
    )
    addCosmicRays(noise, electrons, cosmicRaysPerSecond * seconds)
    let saturatedPixels = 0
    const counts = new Uint16Array(electrons.length)
    for (let column = 0; column < counts.length; column++) {
      const count = Math.round(BIAS + pattern.offset[column]! + electrons[column]! / GAIN)
      if (count >= SATURATION) saturatedPixels++
      counts[column] = Math.min(Math.max(count, 0), SATURATION)
    }
    return { counts, saturatedPixels }
  }
  return { sensitivityTo, badPixels: pattern.badPixels, readOut }
}

/**
 * Electrons read for a mean of so many: shot and read noise. Above 50 their sum is one normal number, which
 * halves the work.
 */
function detected(random: Random, mean: number): number {
  if (mean > 50) return mean + Math.sqrt(mean + READ_NOISE ** 2) * random.normal()
  return poisson(random, mean) + READ_NOISE * random.normal()
}
