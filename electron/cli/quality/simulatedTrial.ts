import type { MeasuredFrame } from '../../analysis/frames/measuredFrame'
import { judgeQuality } from '../../analysis/quality/judgeQuality'
import type { QualityReport } from '../../contract/answer'
import { wavenumberAxis } from '../../devices/wavenumberAxis'
import type { MeasuredFrames } from '../../instrument/services/measuredFrames'
import { measuredSpectrum } from '../../instrument/services/measuredSpectrum'
import { SATURATION } from '../../simulator/detector/sensor'
import { deriveSeed } from '../../simulator/random/deriveSeed'
import { createRandom } from '../../simulator/random/random'
import type { Sample } from '../../simulator/sample'
import { drawPatient } from '../../simulator/tissue/patient'
import { tissueSample } from '../../simulator/tissue/tissue'
import {
  createVirtualInstrument,
  type Exposure,
  type VirtualInstrument,
} from '../../simulator/virtualInstrument'
import { createSample } from '../../simulator/virtualSample'

type Changes = Pick<
  Exposure,
  'drift' | 'disturbances' | 'detectorTemperatureCelsius' | 'laserTemperatureCelsius'
>

/** What is wrong with a measurement of the trial. */
export interface Trouble {
  name: string
  /** What lies under the objective, in place of the patient's lesion. */
  sample?: string
  /** What is otherwise at each frame; 0 is the dark one. */
  at?: (frame: number) => Partial<Changes>
}

const LONGEST_MS = 1000
/** In which the spot is looked at before, and how bright the brightest pixel may then become. */
const PREVIEW_MS = 100
const BRIGHTEST_COUNTS = 50_000
const POWER_MILLIWATTS = 25
const DARK_FRAMES = 1
const FRAMES = 5
const CALM = {
  laserPowerMilliwatts: POWER_MILLIWATTS,
  detectorTemperatureCelsius: -60,
  laserTemperatureCelsius: 25,
}

/** One measurement of the trial. */
export interface Tried {
  report: QualityReport
  /** Fitzpatrick, 1 to 6. */
  skinType: number
}

/**
 * Measures simulated patients as the cohort is measured (5 x 1 s at 25 mW after one frame with the laser off, shorter where the
 * preview is bright), each on a unit of its own, with the same trouble, and judges each. Patient i of a seed is always the same.
 */
export function* simulatedTrial(
  trouble: Trouble,
  { patients, seed }: { patients: number; seed: number },
): Generator<Tried> {
  for (let index = 0; index < patients; index++) {
    const { lesion, skinType } = drawPatient(createRandom(deriveSeed(seed, index)), {})
    const sample =
      trouble.sample === undefined ? tissueSample('lesion', lesion) : createSample(trouble.sample)
    const instrument = createVirtualInstrument({ seed: deriveSeed(seed, patients + index) })
    const measured = measure(instrument, sample, trouble)
    yield { report: judgeQuality({ ...measured, ...measuredSpectrum(measured) }), skinType }
  }
}

function measure(instrument: VirtualInstrument, sample: Sample, { at }: Trouble): MeasuredFrames {
  const { pixels, wavelengthCoefficients, excitationNanometres, badPixels } = instrument
  const expose = (integrationTimeMs: number, given: Partial<Exposure>) => {
    const exposure = { ...CALM, sample, integrationTimeMs, shutterOpenMs: integrationTimeMs, ...given }
    return { exposure, counts: instrument.expose(exposure).counts }
  }
  const preview = expose(PREVIEW_MS, {}).counts.reduce((most, counts) => Math.max(most, counts), 0)
  let integrationTimeMs = LONGEST_MS
  while ((preview * integrationTimeMs) / PREVIEW_MS > BRIGHTEST_COUNTS) integrationTimeMs /= 2

  const frames = Array.from({ length: DARK_FRAMES + FRAMES }, (_, index): MeasuredFrame => {
    const laserPowerMilliwatts = index < DARK_FRAMES ? 0 : POWER_MILLIWATTS
    const { exposure, counts } = expose(integrationTimeMs, { laserPowerMilliwatts, ...at?.(index) })
    return {
      intensities: Float64Array.from(counts),
      deviceTimeMicroseconds: index * integrationTimeMs * 1000,
      integrationTimeMs,
      shutterOpen: true,
      laserPowerMilliwatts,
      detectorTemperatureCelsius: exposure.detectorTemperatureCelsius,
      laserTemperatureCelsius: exposure.laserTemperatureCelsius,
    }
  })
  return {
    device: {
      origin: 'simulated',
      badPixels: [...badPixels],
      saturationCounts: SATURATION,
      excitationNanometres,
      detectorSetpointCelsius: CALM.detectorTemperatureCelsius,
    },
    wavenumbers: wavenumberAxis(wavelengthCoefficients, excitationNanometres, pixels),
    frames: frames.slice(DARK_FRAMES),
    darkFrames: frames.slice(0, DARK_FRAMES),
    setPowerMilliwatts: POWER_MILLIWATTS,
  }
}
