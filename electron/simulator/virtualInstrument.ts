import { createSensor, type Frame } from './detector/sensor'
import { createSpectrograph, type WavelengthCoefficients } from './optics/dispersion'
import { excitationAt, NOMINAL_EXCITATION } from './optics/excitation'
import { SLIT_IMAGE_NANOMETRES } from './optics/lineShape'
import { roomLight } from './optics/roomLight'
import { sampleGrid } from './optics/shiftGrid'
import { lineSpectrum } from './optics/spectralLines'
import { throughputAt } from './optics/throughput'
import { ramanShift } from './optics/wavenumber'
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
  const { wavelengths, coefficients } = createSpectrograph(unit, pixels)
  const sensor = createSensor(unit, wavelengths)
  const laserLine = NOMINAL_EXCITATION + LASER_TOLERANCE.wavelength * unit.normal()
  const laserError = LASER_TOLERANCE.calibration * unit.normal()

  /**
   * For each pixel: photoelectrons of one collected photon, its width, photoelectrons of one photon per cm-1,
   * and of the room per second.
   */
  const response = wavelengths.map(
    (wavelength, pixel) => throughputAt(wavelength) * sensor.sensitivity[pixel]!,
  )
  const nanometres = wavelengths.map((_, pixel) => pixelWidth(wavelengths, pixel))
  const yields = response.map(
    (perPhoton, pixel) => (perPhoton * nanometres[pixel]! * 1e7) / wavelengths[pixel]! ** 2,
  )
  /** Photoelectrons per second of light of so many photons per second and nm. */
  const detected = (light: (wavelength: number) => number): Float64Array =>
    wavelengths.map((wavelength, pixel) => response[pixel]! * nanometres[pixel]! * light(wavelength))
  const room = detected(roomLight(SLIT_IMAGE_NANOMETRES))
  const nominalShifts = wavelengths.map((wavelength) => ramanShift(NOMINAL_EXCITATION, wavelength))

  const backgrounds = new WeakMap<Sample, readonly Float64Array[]>()
  const backgroundsOf = (sample: Sample): readonly Float64Array[] => {
    const known =
      backgrounds.get(sample) ??
      sample.background.map(({ at }) =>
        yields.map((perPhoton, pixel) => perPhoton * at(nominalShifts[pixel]!)),
      )
    backgrounds.set(sample, known)
    return known
  }

  /** Mean photoelectrons of each pixel during an exposure. */
  const collect = (exposure: Exposure): Float64Array => {
    const { sample, laserPowerMilliwatts } = exposure
    const roomLightSeconds = (sample.roomLight * exposure.shutterOpenMs) / 1000
    const light = room.map((photoelectrons) => photoelectrons * roomLightSeconds)
    if (sample.lamp) {
      const lamp = detected(lineSpectrum(sample.lamp, SLIT_IMAGE_NANOMETRES))
      for (let pixel = 0; pixel < pixels; pixel++)
        light[pixel]! += (lamp[pixel]! * exposure.shutterOpenMs) / 1000
    }
    const dose = (laserPowerMilliwatts * exposure.integrationTimeMs) / 1000
    if (dose === 0) return light
    const excitation = excitationAt(laserLine, exposure.laserTemperatureCelsius)
    for (let pixel = 0; pixel < pixels; pixel++) {
      const raman = sampleGrid(sample.raman, ramanShift(excitation, wavelengths[pixel]!))
      light[pixel]! += dose * yields[pixel]! * raman
    }
    backgroundsOf(sample).forEach((spectrum, i) => {
      const left =
        dose * meanLeft(sample.doseMillijoules, dose, sample.background[i]!.bleachingDoseMillijoules)
      for (let pixel = 0; pixel < pixels; pixel++) light[pixel]! += left * spectrum[pixel]!
    })
    sample.doseMillijoules += dose
    return light
  }

  let frames = 0
  return {
    pixels,
    wavelengthCoefficients: coefficients,
    excitationNanometres: laserLine + laserError,
    badPixels: sensor.badPixels,
    expose: (exposure) => {
      const noise = createRandom(deriveSeed(noiseSeed, frames++))
      const light = exposure.shutterOpenMs > 0 ? collect(exposure) : new Float64Array(pixels)
      return sensor.readOut(noise, light, exposure.integrationTimeMs, exposure.detectorTemperatureCelsius)
    },
  }
}

function pixelWidth(wavelengths: Float64Array, pixel: number): number {
  const from = Math.max(pixel - 1, 0)
  const to = Math.min(pixel + 1, wavelengths.length - 1)
  return (wavelengths[to]! - wavelengths[from]!) / (to - from)
}

/** What is left of a fluorophore, averaged over an exposure of `dose` mJ that begins after `before` mJ. */
function meanLeft(before: number, dose: number, bleachingDose: number): number {
  const now = Math.exp(-before / bleachingDose)
  const spent = dose / bleachingDose
  return spent < 1e-9 ? now : (now * -Math.expm1(-spent)) / spent
}
