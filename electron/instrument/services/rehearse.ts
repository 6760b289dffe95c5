import { recordedFrame } from '../../analysis/frames/measuredFrame'
import type { Analysis } from './analysis'
import type { MeasuredFrames } from './measuredFrames'
import { skinLikeSpectrum } from './skinLikeSpectrum'

/** The compiler knows by then what it deals with: the first judgement takes 25 ms, the hundredth 3. */
const TIMES = 64

/**
 * Judges an invented measurement a few times, so that the first one of a patient takes no longer than the next. Whoever asks
 * meanwhile is answered between two of them.
 */
export async function rehearse(analysis: Pick<Analysis, 'judge'>): Promise<void> {
  const measurement = invented()
  for (let i = 0; i < TIMES; i++) {
    await analysis.judge(measurement)
    await new Promise(setImmediate)
  }
}

function invented(): MeasuredFrames {
  const { axis, spectrum } = skinLikeSpectrum(1024)
  const exposures = Array.from({ length: 5 }, (_, exposure) =>
    recordedFrame(spectrum.map((counts, i) => Math.round(counts / 2 + 20 * Math.sin(i * (exposure + 1))))),
  )
  return {
    device: { origin: 'simulated', badPixels: [], saturationCounts: 65_535 },
    wavenumbers: axis,
    frames: exposures,
    darkFrames: [recordedFrame(new Float64Array(axis.length).fill(1000))],
  }
}
