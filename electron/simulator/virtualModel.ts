import type { ExposureModel } from './firmware/exposureModel'
import { classNames } from './tissue/lesionClasses'
import { standardNames } from './standards/standardSample'
import { createVirtualInstrument } from './virtualInstrument'
import { createSample } from './virtualSample'

const skinTypes = ['I', 'II', 'III', 'IV', 'V', 'VI']

/** Samples to choose from; `createSample` understands more. */
const catalogue = [
  ...classNames.map((name) => `lesion:${name}:II:1`),
  ...skinTypes.map((type) => `skin:${type}:1`),
  'dark',
  'ambient',
  'saturated',
  ...standardNames,
]

interface VirtualModelOptions {
  seed: number
  pixels: number
  sample?: string | undefined
}

/**
 * One unit of the microscope with something under its objective: the physics, as the firmware sees it.
 * @throws RangeError where there is no sample of that name
 */
export function createVirtualModel({
  seed,
  pixels,
  sample = catalogue[0]!,
}: VirtualModelOptions): ExposureModel {
  const instrument = createVirtualInstrument({ seed, pixels })
  let spot = createSample(sample)
  return {
    pixels,
    wavelengthCoefficients: instrument.wavelengthCoefficients,
    excitationNanometres: instrument.excitationNanometres,
    badPixels: instrument.badPixels,
    catalogue,
    get sample() {
      return spot.name
    },
    select(name) {
      spot = createSample(name)
    },
    expose: (conditions) =>
      instrument.expose({
        integrationTimeMs: conditions.integrationMs,
        laserPowerMilliwatts: conditions.meanPowerMilliwatts,
        shutterOpenMs: conditions.shutterOpenMs,
        detectorTemperatureCelsius: conditions.detectorCelsius,
        laserTemperatureCelsius: conditions.laserCelsius,
        drift: conditions.drift,
        disturbances: conditions.disturbances,
        sample: spot,
      }),
  }
}
