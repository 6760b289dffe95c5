import { bandContrast, type BandContrast, type BandWindows } from '../bandContrast'
import type { Gate } from '../gate'
import { JUDGED_RANGE, QUALITY_LIMITS } from '../qualityLimits'

/**
 * CH2/CH3 deformation of lipids and proteins, and amide I: the two bands that every skin spectrum shows. The feet lie
 * where the band table has no band. Sources: De Gelder 2007, 10.1002/jrs.1734; proteins 10.1002/jrs.4335.
 */
export const CH2: BandWindows = { centre: 1448, halfWidth: 10, left: 1405, right: 1505, footHalfWidth: 8 }
const AMIDE_I: BandWindows = { centre: 1657, halfWidth: 12, left: 1620, right: 1725, footHalfWidth: 8 }

export const signalToNoise1448 = bandGate('CH₂', CH2, QUALITY_LIMITS.signalToNoise.ch2, (_, { ch2 }) => ch2)
export const signalToNoise1657 = bandGate(
  'amide I',
  AMIDE_I,
  QUALITY_LIMITS.signalToNoise.amideI,
  ({ wavenumbers, despiked }) => bandContrast(wavenumbers, despiked, AMIDE_I),
)

/** Taken before preprocessing, so that the measurement is judged and nothing else. */
function bandGate(
  name: string,
  { centre }: BandWindows,
  limit: number,
  contrast: (...given: Parameters<Gate>) => BandContrast | null,
): Gate {
  return (input, judged) => {
    const value = contrast(input, judged)?.signalToNoise ?? null
    return {
      gate: `signalToNoise${centre}`,
      label: `Signal to noise, ${name} ${centre} cm⁻¹`,
      value,
      unit: '',
      limit: `at least ${limit}`,
      verdict: value !== null && value >= limit ? 'pass' : 'fail',
      because:
        value === null
          ? `the spectrum does not cover the ${name} band at ${centre} cm⁻¹: use an axis that reaches from ` +
            `${JUDGED_RANGE.from} to ${JUDGED_RANGE.to} cm⁻¹.`
          : `the ${name} band of skin at ${centre} cm⁻¹ has a signal to noise of ${value.toFixed(1)}, below ${limit}: ` +
            'check contact and focus, then integrate longer or accumulate more.',
    }
  }
}
