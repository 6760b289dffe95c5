import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import type { MeasuredFrame } from '../frames/measuredFrame'
import type { QualityInput } from './gate'

export const wavenumbers = Float64Array.from({ length: 1024 }, (_, i) => 350 + 1.65 * i)

const gauss = (x: number, centre: number, width: number) => Math.exp(-(((x - centre) / width) ** 2))

interface Skin {
  raman?: number
  fluorescence?: number
  noise?: number
  /** By how much the axis is off, cm-1. */
  shift?: number
  seed?: number
}

/** Counts above the dark: bands on fluorescence, with noise of a seed. */
export function skin({
  raman = 600,
  fluorescence = 9000,
  noise = 40,
  shift = 0,
  seed = 1,
}: Skin = {}): Float64Array {
  const random = xoroshiro128plus(seed)
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random))
  return wavenumbers.map((pixel) => {
    const x = pixel - shift
    const bands = gauss(x, 1448, 18) + 0.8 * gauss(x, 1657, 25) + gauss(x, 1003, 6) + 0.6 * gauss(x, 1300, 20)
    return fluorescence * Math.exp(-x / 1500) + raman * bands + noise * normal()
  })
}

const BIAS = 600

/** A frame with the laser on, a second after the one before it. */
export function aFrame(
  counts: Float64Array,
  given: Partial<MeasuredFrame> & { index?: number } = {},
): MeasuredFrame {
  const { index = 0, ...rest } = given
  return {
    intensities: counts.map((count) => count + BIAS),
    deviceTimeMicroseconds: 3600e6 + index * 1e6,
    integrationTimeMs: 1000,
    shutterOpen: true,
    laserPowerMilliwatts: 30,
    detectorTemperatureCelsius: -60,
    laserTemperatureCelsius: 25,
    ...rest,
  }
}

export const aDarkFrame = (given: Partial<MeasuredFrame> = {}): MeasuredFrame =>
  aFrame(new Float64Array(wavenumbers.length), {
    deviceTimeMicroseconds: 3590e6,
    laserPowerMilliwatts: 0,
    ...given,
  })

/** A good measurement of five frames, with what is given in place of its own. */
export function aMeasurement(given: Partial<QualityInput> = {}): QualityInput {
  const frames =
    given.frames ?? Array.from({ length: 5 }, (_, index) => aFrame(skin({ seed: index + 1 }), { index }))
  const measured = wavenumbers.map((_, i) => {
    return frames.reduce((sum, { intensities }) => sum + intensities[i]!, 0) / frames.length - BIAS
  })
  return {
    despiked: given.measured ?? measured,
    device: {
      origin: 'instrument',
      badPixels: [],
      saturationCounts: 65_535,
      detectorSetpointCelsius: -60,
      excitationNanometres: 785,
    },
    wavenumbers,
    darkFrames: [aDarkFrame()],
    setPowerMilliwatts: 30,
    calibration: { state: 'valid', message: '', tip: null },
    measured,
    cleanFrames: frames.map(({ intensities }) => intensities),
    dark: new Float64Array(wavenumbers.length).fill(BIAS),
    spikes: [],
    darkSpikes: [],
    ...given,
    frames,
  }
}
