import type { DosePolicy } from '../../contract/exposure'
import { StokesError } from '../../contract/errors'
import type { DoseLimit } from './dose'
import { LONGEST_EXPOSURE_SECONDS, skinLimit, STRICTEST_NANOMETRES } from './skinLimit'

/** As somebody typed it. */
type GivenPolicy = Record<keyof DosePolicy, unknown>

/** The limit as it is. */
export const WHOLE_LIMIT: DosePolicy = { fraction: 1, joulesPerSquareCentimetre: null }

/** What a site allows within so many seconds: its share of the limit for skin, and no more than its own limit. */
export function doseLimit(
  { fraction, joulesPerSquareCentimetre }: DosePolicy,
  wavelengthNanometres: number,
): DoseLimit {
  const own = joulesPerSquareCentimetre ?? Infinity
  return (seconds) => Math.min(own, fraction * skinLimit(seconds, wavelengthNanometres))
}

/**
 * A policy as somebody gave it, if it is one, and no laxer than the limit for skin at any wavelength.
 *
 * @throws laser.policyRefused
 */
export function requireDosePolicy({ fraction, joulesPerSquareCentimetre: own }: GivenPolicy): DosePolicy {
  const highest = skinLimit(LONGEST_EXPOSURE_SECONDS, STRICTEST_NANOMETRES)
  requirePositive(fraction, 1, 'The fraction of the limit', '')
  if (own === null) return { fraction, joulesPerSquareCentimetre: null }
  requirePositive(own, highest, 'The own limit', ' J/cm²')
  return { fraction, joulesPerSquareCentimetre: own }
}

function requirePositive(
  value: unknown,
  highest: number,
  name: string,
  unit: string,
): asserts value is number {
  const given = typeof value === 'number' && Number.isFinite(value) ? value : null
  if (given !== null && given > 0 && given <= highest) return
  const problem =
    given === null
      ? `${name} is no number: ${String(value)}`
      : `${name} is ${given}${unit}, not above 0 and at most ${Number(highest.toPrecision(4))}${unit}`
  throw new StokesError('laser.policyRefused', `${problem}. The policy that was in force stays.`, {
    tip: 'A site can be stricter than the exposure limit of skin, never laxer.',
  })
}
