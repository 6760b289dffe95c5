import type { QualityReport } from '../../contract/answer'
import { bandContrast } from './bandContrast'
import type { Finding, Gate, QualityInput } from './gate'
import { ambient } from './gates/ambient'
import { calibration } from './gates/calibration'
import { darkAge, darkIntegration, darkTemperature } from './gates/dark'
import { fluorescence } from './gates/fluorescence'
import { detectorSetpoint, laserPower, laserTemperature, warmUp } from './gates/instrument'
import { peakFill } from './gates/peakFill'
import { phenylalanine } from './gates/phenylalanine'
import { replicates } from './gates/replicates'
import { roomChange } from './gates/roomChange'
import { saturation } from './gates/saturation'
import { CH2, signalToNoise1448, signalToNoise1657 } from './gates/signalToNoise'
import { spikes } from './gates/spikes'
import { steadiness } from './gates/steadiness'
import { judgeFrames } from './judgeFrames'
import { pixelsBetween, type PixelRange } from '../pixelsBetween'
import { JUDGED_RANGE, QUALITY_LIMITS_ID } from './qualityLimits'

/** In the order in which people are told: what is wrong with the light first, then the skin, then the instrument. */
const GATES: readonly Gate[] = [
  saturation,
  peakFill,
  spikes,
  signalToNoise1448,
  signalToNoise1657,
  fluorescence,
  replicates,
  steadiness,
  ambient,
  roomChange,
  phenylalanine,
  darkIntegration,
  darkAge,
  darkTemperature,
  detectorSetpoint,
  laserPower,
  laserTemperature,
  warmUp,
  calibration,
]

/** Gates that read a spectrum which a saturated detector has cut: what they find follows from it, and is no reason of its own. */
const CUT_BY_SATURATION = new Set([
  'peakFill',
  'signalToNoise1448',
  'signalToNoise1657',
  'fluorescence',
  'replicates',
  'phenylalanine',
  'ambient',
  'roomChange',
])

/**
 * Says whether a measurement may be answered, and if not, what to do: "repeat, because …". It reports every figure with its
 * limit; one that the source does not give is null and passes. Numbers that are not finite are the recipe's to refuse.
 */
export function judgeQuality(input: QualityInput): QualityReport {
  const range = judgedPixels(input.wavenumbers)
  const frameFigures = judgeFrames(input, range)
  const ch2 = bandContrast(input.wavenumbers, input.despiked, CH2)
  const findings = GATES.map((gate) => gate(input, { range, frameFigures, ch2 }))
  const saturated = findings.some(({ gate, verdict }) => gate === 'saturation' && verdict === 'fail')
  const of = (wanted: Finding['verdict']) =>
    findings.filter(({ gate, verdict }) => verdict === wanted && !(saturated && CUT_BY_SATURATION.has(gate)))
  return {
    pass: of('fail').length === 0,
    reasons: of('fail').map(({ gate, because }) => ({ gate, message: `Repeat, because ${because}` })),
    warnings: of('warn').map(({ gate, because }) => ({ gate, message: because })),
    figures: findings.map(({ verdict, because: _, ...figure }) => ({
      ...figure,
      pass: verdict !== 'fail',
      ...(verdict === 'warn' && { warn: true }),
    })),
    frames: frameFigures,
    spikes: [...input.spikes],
    darkSpikes: [...input.darkSpikes],
    limits: QUALITY_LIMITS_ID,
  }
}

/** An axis that does not reach the range has none. */
function judgedPixels(wavenumbers: Float64Array): PixelRange {
  const range = pixelsBetween(wavenumbers, JUDGED_RANGE.from, JUDGED_RANGE.to)
  return range.to > range.from ? range : { from: 0, to: 0 }
}
