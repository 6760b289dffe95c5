import type { QualityReport } from '../../contract/answer'
import { bandContrast, type BandWindows } from './bandContrast'
import { longestPlateau } from './longestPlateau'

/** The paper's range, cm-1: what lies outside cannot spoil the answer. */
export const JUDGED_RANGE = { from: 532, to: 1800 }

/**
 * CH2/CH3 deformation of lipids and proteins, and amide I: the two bands that every skin spectrum shows. The feet lie
 * where the band table has no band. Sources: De Gelder 2007, 10.1002/jrs.1734; proteins 10.1002/jrs.4335.
 */
const CH2: BandWindows = { centre: 1448, halfWidth: 10, left: 1405, right: 1505, footHalfWidth: 8 }
const AMIDE_I: BandWindows = { centre: 1657, halfWidth: 12, left: 1620, right: 1725, footHalfWidth: 8 }

/**
 * Set on 183 in-vivo skin spectra and 32 dark, ambient, silicon and calibration spectra of the same instrument:
 * docs/quality.md has the distribution of each figure and what the limits cost.
 */
export const QUALITY_LIMITS = {
  saturatedPixels: 0,
  plateauPixels: 2,
  spikePixels: 5,
  signalToNoise1448: 5,
  signalToNoise1657: 4,
}

export interface QualityInput {
  /** cm-1, ascending. */
  wavenumbers: Float64Array
  /** Mean counts, dark subtracted where a dark frame was taken, before despiking. */
  intensities: Float64Array
  /** Pixels within the judged range at the detector's limit in any frame; null where the source does not say. */
  saturatedPixels: number | null
  /** Pixels within the judged range that despiking replaced. */
  spikePixels: number
}

interface Gate {
  gate: string
  label: string
  value: number | null
  unit: string
  limit: string
  pass: boolean
  because: string
}

function saturationGate(input: QualityInput, inRange: Float64Array): Gate {
  const remedy = 'shorten the integration time or lower the laser power.'
  if (input.saturatedPixels !== null) {
    const value = input.saturatedPixels
    return {
      gate: 'saturation',
      label: 'Saturated pixels',
      value,
      unit: '',
      limit: `at most ${QUALITY_LIMITS.saturatedPixels}`,
      pass: value <= QUALITY_LIMITS.saturatedPixels,
      because: `${value} pixels are saturated: ${remedy}`,
    }
  }
  const value = longestPlateau(inRange)
  return {
    gate: 'saturation',
    label: 'Flat top',
    value,
    unit: 'px',
    limit: `at most ${QUALITY_LIMITS.plateauPixels} px`,
    pass: value <= QUALITY_LIMITS.plateauPixels,
    because: `${value} neighbouring points hold the same highest value, as a saturated detector leaves them: ${remedy}`,
  }
}

function bandGate(
  name: string,
  key: 'signalToNoise1448' | 'signalToNoise1657',
  windows: BandWindows,
  input: QualityInput,
): Gate {
  const contrast = bandContrast(input.wavenumbers, input.intensities, windows)
  const value = contrast?.signalToNoise ?? null
  const limit = QUALITY_LIMITS[key]
  return {
    gate: key,
    label: `Signal to noise, ${name} ${windows.centre} cm⁻¹`,
    value,
    unit: '',
    limit: `at least ${limit}`,
    pass: value !== null && value >= limit,
    because:
      value === null
        ? `the spectrum does not cover the ${name} band at ${windows.centre} cm⁻¹: use an axis that reaches from ` +
          `${JUDGED_RANGE.from} to ${JUDGED_RANGE.to} cm⁻¹.`
        : `the ${name} band of skin at ${windows.centre} cm⁻¹ has a signal to noise of ${value.toFixed(1)}, below ${limit}: ` +
          'check contact and focus, then integrate longer or accumulate more.',
  }
}

/**
 * Says whether a spectrum may be answered, and if not, what to do: "repeat, because …". It reports every figure it
 * judged, with its limit. Numbers that are not finite are the recipe's to refuse.
 */
export function judgeQuality(input: QualityInput): QualityReport {
  const { wavenumbers, intensities, spikePixels } = input
  const inRange = intensities.filter(
    (_, pixel) => wavenumbers[pixel]! >= JUDGED_RANGE.from && wavenumbers[pixel]! <= JUDGED_RANGE.to,
  )
  const gates: Gate[] = [
    saturationGate(input, inRange),
    {
      gate: 'spikes',
      label: 'Pixels hit by cosmic rays',
      value: spikePixels,
      unit: 'px',
      limit: `below ${QUALITY_LIMITS.spikePixels} px`,
      pass: spikePixels < QUALITY_LIMITS.spikePixels,
      because: `${spikePixels} pixels were hit by cosmic rays: take more, shorter accumulations.`,
    },
    bandGate('CH₂', 'signalToNoise1448', CH2, input),
    bandGate('amide I', 'signalToNoise1657', AMIDE_I, input),
  ]
  return {
    pass: gates.every(({ pass }) => pass),
    reasons: gates
      .filter(({ pass }) => !pass)
      .map(({ gate, because }) => ({ gate, message: `Repeat, because ${because}` })),
    figures: gates.map(({ gate, label, value, unit, limit, pass }) => ({
      gate,
      label,
      value,
      unit,
      limit,
      pass,
    })),
  }
}
