import type { MeasuredFrame } from '../../analysis/frames/measuredFrame'
import { judgeQuality } from '../../analysis/quality/judgeQuality'
import type { QualityReport } from '../../contract/answer'
import { wavenumberAxis } from '../../devices/wavenumberAxis'
import type { MeasuredFrames } from '../../instrument/services/measuredFrames'
import { measuredSpectrum } from '../../instrument/services/measuredSpectrum'
import { UNDISTURBED } from '../../simulator/disturbances'
import { SATURATION } from '../../simulator/detector/sensor'
import { NO_DRIFT } from '../../simulator/drift'
import { deriveSeed } from '../../simulator/random/deriveSeed'
import { createRandom } from '../../simulator/random/random'
import type { Sample } from '../../simulator/sample'
import { drawPatient } from '../../simulator/tissue/patient'
import { tissueSample } from '../../simulator/tissue/tissue'
import { createVirtualInstrument, type Exposure } from '../../simulator/virtualInstrument'
import { createSample } from '../../simulator/virtualSample'

/** What is wrong with a measurement of the trial, and when: from frame `from` on, counted from 0 with the dark ones. */
export interface Trouble {
  name: string
  /** What lies under the objective, in place of the patient's lesion. */
  sample?: string
  /** What changes at each frame of the plan; index 0 is the dark one. */
  at?: (
    index: number,
  ) => Partial<
    Pick<Exposure, 'drift' | 'disturbances' | 'detectorTemperatureCelsius' | 'laserTemperatureCelsius'>
  >
}

const INTEGRATION_MS = 1000
const POWER_MILLIWATTS = 25
const DARK_FRAMES = 1
const FRAMES = 5
const DETECTOR = -60

/**
 * Measures simulated patients as the cohort is measured (5 x 1 s at 25 mW after one frame with the laser off), each on a unit
 * of its own, with the same trouble, and judges each. Patient i of a seed is always the same.
 */
export function* simulatedTrial(
  trouble: Trouble,
  { patients, seed }: { patients: number; seed: number },
): Generator<QualityReport> {
  for (let index = 0; index < patients; index++) {
    const random = createRandom(deriveSeed(seed, index))
    const lesion = tissueSample('lesion', drawPatient(random, {}).lesion)
    const sample = trouble.sample === undefined ? lesion : createSample(trouble.sample)
    const measured = measure(sample, deriveSeed(seed, 1e6 + index), trouble)
    yield judgeQuality({ ...measured, ...measuredSpectrum(measured) })
  }
}

function measure(sample: Sample, seed: number, { at }: Trouble): MeasuredFrames {
  const instrument = createVirtualInstrument({ seed })
  const { pixels, wavelengthCoefficients, excitationNanometres, badPixels } = instrument
  const frames = Array.from({ length: DARK_FRAMES + FRAMES }, (_, index): MeasuredFrame => {
    const laserPowerMilliwatts = index < DARK_FRAMES ? 0 : POWER_MILLIWATTS
    const circumstances = {
      detectorTemperatureCelsius: DETECTOR,
      laserTemperatureCelsius: 25,
      drift: NO_DRIFT,
      disturbances: UNDISTURBED,
      ...at?.(index),
    }
    const { counts } = instrument.expose({
      ...circumstances,
      sample,
      laserPowerMilliwatts,
      integrationTimeMs: INTEGRATION_MS,
      shutterOpenMs: INTEGRATION_MS,
    })
    return {
      intensities: Float64Array.from(counts),
      deviceTimeMicroseconds: index * INTEGRATION_MS * 1000,
      integrationTimeMs: INTEGRATION_MS,
      shutterOpen: true,
      laserPowerMilliwatts,
      detectorTemperatureCelsius: circumstances.detectorTemperatureCelsius,
      laserTemperatureCelsius: circumstances.laserTemperatureCelsius,
    }
  })
  return {
    device: {
      origin: 'simulated',
      badPixels: [...badPixels],
      saturationCounts: SATURATION,
      detectorSetpointCelsius: DETECTOR,
    },
    wavenumbers: wavenumberAxis(wavelengthCoefficients, excitationNanometres, pixels),
    frames: frames.slice(DARK_FRAMES),
    darkFrames: frames.slice(0, DARK_FRAMES),
    setPowerMilliwatts: POWER_MILLIWATTS,
  }
}
