import type { CalibrationReason, Lamp } from '../../contract/calibration'
import type { LineCurve } from './lineCurve'
import { locateLines, type Exposure, type LocatedLines } from './locateLines'
import { reason } from './reason'
import { lampLines } from './referenceLines'
import { rootMeanSquare } from './rootMeanSquare'

/** A spectrum less like its lamp's than this is of something else. */
const LEAST_LIKENESS = 0.45
/** How many times worse than the limit a line may be predicted by the others: more, and the fit hangs on single lines. */
const FRAGILE = 4
/** Share of the lines that have to lie on one polynomial. */
const LEAST_AGREEING = 0.7

/** Why a spectrum is not that of the lamp that it is said to be of; empty where it is. */
export function reasonsAgainstLamp(
  exposure: Exposure,
  lamp: Lamp,
  { peaks, likeness }: LocatedLines,
  guess: Float64Array,
): CalibrationReason[] {
  if (peaks < 3) {
    return [
      reason(
        'lampOff',
        `${peaks === 0 ? 'No line stands' : `Only ${peaks} lines stand`} out of the noise: the ${lamp} lamp is off, or its light does not arrive.`,
        'Switch the lamp on, put it under the objective, and measure again; expose for longer if it is.',
      ),
    ]
  }
  if (likeness >= LEAST_LIKENESS) return []
  const others = (Object.keys(lampLines) as Lamp[]).filter((one) => one !== lamp)
  const other = others
    .map((one) => ({ one, like: locateLines(exposure, lampLines[one], guess).likeness }))
    .find(({ like }) => like >= LEAST_LIKENESS)
  return [
    reason(
      'wrongLamp',
      other
        ? `The lines are those of ${other.one} (${percent(other.like)} alike), not of ${lamp} (${percent(likeness)}).`
        : `The lines are not those of ${lamp}: ${percent(likeness)} alike, where ${percent(LEAST_LIKENESS)} are needed.`,
      `Put the ${lamp} lamp under the objective, keep other light away, and measure again.`,
    ),
  ]
}

/** Why a curve through lines is not to be used; empty where it is. */
export function reasonsAgainstCurve(
  { fit, used, residuals, leftOut }: LineCurve,
  { pixels, usable, limitPixels }: { pixels: number; usable: number; limitPixels: number },
): CalibrationReason[] {
  const rms = rootMeanSquare(residuals)
  const predicted = rootMeanSquare(leftOut)
  const rises = Array.from({ length: pixels }, (_, pixel) => fit.slopeAt(pixel) > 0).every(Boolean)
  const reasons: [boolean, CalibrationReason][] = [
    [
      !rises,
      reason(
        'notRising',
        'The wavelength does not rise with every pixel.',
        'Measure the lamp again with more of its lines on the detector, or fit a lower order.',
      ),
    ],
    [
      used.length < LEAST_AGREEING * usable,
      reason(
        'residual',
        `${usable - used.length} of ${usable} lines lie on no polynomial with the others.`,
        'Keep other light away, check that nothing else glows beside the lamp, and measure again.',
      ),
    ],
    [
      rms > limitPixels,
      reason(
        'residual',
        `The lines are ${rms.toFixed(2)} px (rms) off the polynomial; at most ${limitPixels} px are allowed.`,
        'Measure again with the lamp warm and its brightest line below saturation.',
      ),
    ],
    [
      predicted > FRAGILE * limitPixels,
      reason(
        'residual',
        `A line left out is predicted ${predicted.toFixed(2)} px (rms) wrong; at most ${FRAGILE * limitPixels} px are allowed.`,
        'Measure again with more of the lines in view, or fit a lower order.',
      ),
    ],
  ]
  return reasons.flatMap(([holds, why]) => (holds ? [why] : []))
}

const percent = (share: number) => `${Math.round(100 * share)} %`
