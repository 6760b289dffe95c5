import type { MeasuredFrame } from '../../analysis/frames/measuredFrame'
import type { Analysis } from './analysis'
import type { MeasuredFrames } from './measuredFrames'
import { skinLikeSpectrum } from './skinLikeSpectrum'

/** The compiler knows by then what it deals with: the first judgement takes 25 ms, the hundredth 3. */
const TIMES = 100
const EXPOSURES = 5

/**
 * Judges invented measurements, so that the first one of a patient takes no longer than the next. They have all that a
 * measurement of an instrument may have, no two alike: what is compiled for less is compiled again when the patient comes.
 * Whoever asks meanwhile is answered between two of them.
 */
export async function rehearse(analysis: Pick<Analysis, 'judge'>): Promise<void> {
  const skin = skinLikeSpectrum(1024)
  for (let i = 0; i < TIMES; i++) {
    await analysis.judge(invented(skin, i))
    await new Promise(setImmediate)
  }
}

function invented({ axis, spectrum }: ReturnType<typeof skinLikeSpectrum>, which: number): MeasuredFrames {
  const exposures = Array.from({ length: EXPOSURES }, (_, exposure) =>
    exposed(
      spectrum.map((counts, i) => Math.round(counts / 2 + 1000 + 40 * noise(which, i * (exposure + 1)))),
    ),
  )
  // Every second one is hit by a cosmic ray.
  if (which % 2 === 1) exposures[which % EXPOSURES]!.intensities[100 + 8 * which]! += 3000
  return {
    device: {
      origin: 'simulated',
      badPixels: [100, 511],
      saturationCounts: 65_535,
      detectorSetpointCelsius: -60,
      excitationNanometres: 785,
    },
    wavenumbers: axis,
    frames: exposures,
    darkFrames: [exposed(axis.map((_, i) => Math.round(1000 + 10 * noise(which, i))))],
    setPowerMilliwatts: 30,
    calibration: { state: 'valid', message: '', tip: null },
  }
}

function exposed(intensities: Float64Array): MeasuredFrame {
  return {
    intensities,
    deviceTimeMicroseconds: 7e9,
    integrationTimeMs: 1000,
    shutterOpen: true,
    laserPowerMilliwatts: 30,
    detectorTemperatureCelsius: -60,
    laserTemperatureCelsius: 25,
  }
}

/** From -1 to 1: as that of the skin-like spectrum. */
const noise = (which: number, i: number) => (Math.sin((which * 7919 + i + 1) * 78.233) * 43_758.5453) % 1
