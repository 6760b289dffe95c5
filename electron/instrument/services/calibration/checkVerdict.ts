import type { WavelengthFit } from '../../../contract/calibration'
import type { CheckReason, CheckStep, Passport } from '../../../contract/passport'
import type { CheckedInstrument } from './findings'

type Verdict = Pick<Passport, 'verdict' | 'reasons'>

/** These say that the instrument, well measured, is not as it has to be; the others leave it unknown. */
const FAILS: ReadonlySet<CheckReason['code']> = new Set([
  'laserRange',
  'offset',
  'resolution',
  'tooManyBadPixels',
  'notLinear',
  'notSteady',
])

/** Below this, one fit is as good as another, pixels. */
const GOOD_ENOUGH_PIXELS = 0.05
/** A fit this many times as bad is worse. */
const WORSE = 2
/** With a smaller share of the lines it is worse, too. */
const LEAST_LINES = 0.6

/** Whether a reason leaves the instrument unknown: the wrong lamp, no light, something else in its place. */
export function saysNothing(step: CheckStep, code: CheckReason['code']): boolean {
  // Bands that are off by different amounts tell of the axis; lines that are, of how they were measured.
  return !FAILS.has(code) && !(step === 'shift' && code === 'residual')
}

/**
 * What becomes of an instrument that was checked: it passes, it fails, or the check is refused and what was in force stays
 * so. Refused is also a fit that is worse than the one in force: what moved shows in both, but only one of them is well
 * measured.
 */
export function verdictOf({ steps, findings, refused }: CheckedInstrument, former: Passport | null): Verdict {
  if (refused.length > 0) return { verdict: 'refused', reasons: refused }
  const worse =
    findings.wavelength && former?.wavelength ? worseThan(findings.wavelength, former.wavelength) : null
  if (worse) return { verdict: 'refused', reasons: [worse] }
  const reasons = steps.flatMap((step) => step.reasons)
  return { verdict: reasons.length > 0 ? 'fail' : 'pass', reasons }
}

function worseThan(fit: WavelengthFit, inForce: WavelengthFit): CheckReason | null {
  const tip =
    'What was in force stays so. Let the lamp warm up, clean and refocus, and run the daily check again.'
  const limit = Math.max(GOOD_ENOUGH_PIXELS, WORSE * (inForce.rmsPixels ?? 0))
  const rms = fit.rmsPixels ?? Infinity
  if (rms > limit) {
    const message =
      `The lines are ${rms.toFixed(3)} px (rms) off the new fit, and ${(inForce.rmsPixels ?? 0).toFixed(3)} px off the ` +
      `one in force; up to ${limit.toFixed(3)} px are as good.`
    return { code: 'worse', message, tip }
  }
  const [lines, before] = [usedIn(fit), usedIn(inForce)]
  // A lamp that was left out takes its lines with it.
  if (fit.lamps.length < inForce.lamps.length || lines >= LEAST_LINES * before) return null
  return { code: 'worse', message: `The new fit has ${lines} lines; the one in force has ${before}.`, tip }
}

function usedIn({ lines }: WavelengthFit): number {
  return lines.filter(({ used }) => used).length
}
