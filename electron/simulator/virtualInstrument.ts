import { createSensor, type Frame } from './detector/sensor'
import { UNDISTURBED, type Disturbances } from './disturbances'
import { NO_DRIFT, type Drift } from './drift'
import { CALM, circumstances, type Circumstances } from './optics/circumstances'
import { createSpectrograph, type WavelengthCoefficients } from './optics/dispersion'
import { excitationAt, NOMINAL_EXCITATION } from './optics/excitation'
import { createLightPath, type LightPath } from './optics/lightPath'
import { createRandom } from './random/random'
import { deriveSeed } from './random/deriveSeed'
import type { Sample } from './sample'

export interface Exposure {
  readonly integrationTimeMs: number
  /** At the sample, mean over the whole exposure; 0 when the laser does not emit. */
  readonly laserPowerMilliwatts: number
  /**
   * How long the shutter was open during the exposure. Closed, no light passes in either direction: dark
   * frame, no bleaching.
   */
  readonly shutterOpenMs: number
  readonly detectorTemperatureCelsius: number
  readonly laserTemperatureCelsius: number
  readonly sample: Sample
  readonly drift?: Drift
  readonly disturbances?: Disturbances
}

export interface VirtualInstrument {
  readonly pixels: number
  /** Factory calibration: pixel to vacuum nm, true within some 0.01 nm. */
  readonly wavelengthCoefficients: WavelengthCoefficients
  /** Excitation as measured at the factory, nm in vacuum, at a laser temperature of 25 C. */
  readonly excitationNanometres: number
  /** The truth about the sensor's bad columns, rising; the host is not told. */
  readonly badPixels: readonly number[]
  /**
   * Takes one frame, and bleaches the sample by its dose. The n-th frame of an instrument is the same for the
   * same seed and the same exposures: it depends on no clock.
   */
  expose(exposure: Exposure): Frame
}

/**
 * How far the laser of one unit lies from nominal, and how well the factory knows it. Standard deviations in
 * nm.
 */
const LASER_TOLERANCE = { wavelength: 0.1, calibration: 0.005 } as const

/** One unit of the microscope. Units of different seeds differ as units do: axis, laser line, sensor. */
export function createVirtualInstrument(options: { seed: number; pixels?: number }): VirtualInstrument {
  const { seed, pixels = 1024 } = options
  const unit = createRandom(deriveSeed(seed, 0))
  const noiseSeed = deriveSeed(seed, 1)
  const disturbanceSeed = deriveSeed(seed, 3)
  const spectrograph = createSpectrograph(unit, pixels)
  const sensor = createSensor(unit, pixels)
  const laserLine = NOMINAL_EXCITATION + LASER_TOLERANCE.wavelength * unit.normal()
  const laserError = LASER_TOLERANCE.calibration * unit.normal()

  let path: { drift: Drift; light: LightPath } | undefined
  const pathOf = (drift: Drift): LightPath => {
    if (!path || !sameOptics(path.drift, drift)) {
      const wavelengths = spectrograph.wavelengths(drift)
      const sensitivity = sensor.sensitivityTo(wavelengths)
      path = { drift, light: createLightPath({ wavelengths, sensitivity, broadening: drift.broadening }) }
    }
    return path.light
  }

  /** Mean photoelectrons of each pixel during an exposure. */
  const collect = (exposure: Exposure, drift: Drift, around: Circumstances): Float64Array => {
    const { sample, integrationTimeMs, shutterOpenMs } = exposure
    const path = pathOf(drift)
    const openSeconds = shutterOpenMs / 1000
    const unlitSeconds = exposure.laserPowerMilliwatts > 0 ? 0 : integrationTimeMs / 1000
    const roomLightSeconds = (around.roomLight ?? sample.roomLight) * openSeconds + around.leak * unlitSeconds
    const light = path.room.map((photoelectrons) => photoelectrons * roomLightSeconds)
    const lamp = path.lampOf(sample)
    if (lamp) add(light, lamp, openSeconds)
    const dose = shutterOpenMs > 0 ? (exposure.laserPowerMilliwatts * integrationTimeMs) / 1000 : 0
    if (dose > 0) {
      const excitation = excitationAt(laserLine, exposure.laserTemperatureCelsius) + drift.laserNanometres
      path.addRaman(light, sample, excitation, dose * around.raman)
      const tilt = path.nominalShifts.map((shift) => Math.exp((around.tilt * (shift - 1200)) / 1000))
      path.backgroundsOf(sample).forEach((spectrum, i) => {
        const left = meanLeft(sample.doseMillijoules, dose, sample.background[i]!.bleachingDoseMillijoules)
        add(light, spectrum, dose * left * around.background, tilt)
      })
      add(light, path.yields, dose * around.smear)
      sample.doseMillijoules += dose
    }
    const transmission = drift.throughput * around.transmission
    return light.map((photoelectrons) => photoelectrons * transmission)
  }

  let frames = 0
  return {
    pixels,
    wavelengthCoefficients: spectrograph.coefficients,
    excitationNanometres: laserLine + laserError,
    badPixels: sensor.badPixels,
    expose: (exposure) => {
      const { drift = NO_DRIFT, disturbances = UNDISTURBED } = exposure
      const frame = frames++
      const around =
        disturbances.size === 0
          ? CALM
          : circumstances(disturbances, createRandom(deriveSeed(disturbanceSeed, frame)))
      return sensor.readOut(
        createRandom(deriveSeed(noiseSeed, frame)),
        collect(exposure, drift, around),
        exposure.integrationTimeMs,
        exposure.detectorTemperatureCelsius,
        around.cosmicRaysPerSecond,
      )
    },
  }
}

/** What moves and widens lines; the laser and the throughput do not change where the light goes. */
function sameOptics(a: Drift, b: Drift): boolean {
  return (
    a.shiftPixels === b.shiftPixels && a.stretchPixels === b.stretchPixels && a.broadening === b.broadening
  )
}

function add(light: Float64Array, more: Float64Array, factor: number, shape?: Float64Array): void {
  for (let pixel = 0; pixel < light.length; pixel++)
    light[pixel]! += factor * more[pixel]! * (shape ? shape[pixel]! : 1)
}

/** What is left of a fluorophore, averaged over an exposure of `dose` mJ that begins after `before` mJ. */
function meanLeft(before: number, dose: number, bleachingDose: number): number {
  const now = Math.exp(-before / bleachingDose)
  const spent = dose / bleachingDose
  return spent < 1e-9 ? now : (now * -Math.expm1(-spent)) / spent
}
