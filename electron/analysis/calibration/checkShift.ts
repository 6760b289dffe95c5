import type { CalibrationReason, FittedLine, ShiftCheck, ShiftStandard } from '../../contract/calibration'
import { locateLines, type Exposure } from './locateLines'
import { reason } from './reason'
import { standardLines } from './referenceLines'
import { rootMeanSquare } from './rootMeanSquare'
import { valueAtPixel } from './valueAtPixel'

/** How far all bands together may be off, cm-1: 1.5 nm of the laser. */
const REACH = 25
const LEAST_LIKENESS = 0.45
/** What a band may leave open of where it is, cm-1. */
const LEAST_CERTAIN = 0.4
/** What the axis is taken for where nothing is said, cm-1. */
const LIMIT = 1

/**
 * Holds the bands of a standard against the Raman shifts of ASTM E1840. None of them has part in a fit, so that they judge
 * wavelengths and laser together. The limit is never below what the certified values mean: 1.2 cm-1 for polystyrene (Itoh and
 * Hanari, Anal. Sci. 2021, 37, 1533).
 *
 * @param axis Raman shift of each pixel, cm-1, ascending
 * @param limitWavenumber how far the worst band may be off, cm-1. @default 1
 */
export function checkShift(
  exposure: Exposure,
  axis: Float64Array,
  standard: ShiftStandard,
  limitWavenumber = LIMIT,
): ShiftCheck {
  const { lines: references, meaning } = standardLines[standard]
  const limit = Math.max(limitWavenumber, meaning)
  const perPixel = (axis.at(-1)! - axis[0]!) / (axis.length - 1)
  const inView = references.filter(({ position }) => position > axis[0]! && position < axis.at(-1)!)
  const { lines: located, likeness } = locateLines(exposure, inView, axis, {
    shift: REACH / perPixel,
    stretch: 0.004,
    // Bands have widths of their own.
    widest: 2.5,
    leastCertain: LEAST_CERTAIN / perPixel,
  })
  const lines = located.map(({ reference, pixel, uncertainty, usable }): FittedLine => {
    const measured = valueAtPixel(axis, pixel)
    const residual = measured - reference
    const inPixels = { pixel, uncertaintyPixels: uncertainty, residualPixels: residual / perPixel }
    return { reference, measured, residual, ...inPixels, used: usable }
  })
  const residuals = lines.filter(({ used }) => used).map(({ residual }) => residual)
  const outcome = { standard, lines, limitWavenumber: limit, meaningWavenumber: meaning }
  if (likeness < LEAST_LIKENESS || residuals.length < 3) {
    const why = reason(
      'notTheStandard',
      `Only ${residuals.length} bands of ${standard} are found (${Math.round(100 * likeness)} % alike).`,
      `Put ${standard} under the objective, in focus, and measure again.`,
    )
    return {
      ...outcome,
      ok: false,
      reasons: [why],
      meanWavenumber: null,
      rmsWavenumber: null,
      worstWavenumber: null,
    }
  }
  const mean = residuals.reduce((sum, one) => sum + one, 0) / residuals.length
  const worst = Math.max(...residuals.map(Math.abs))
  const reasons = worst > limit ? [tooFar(mean, worst, limit)] : []
  return {
    ...outcome,
    ok: reasons.length === 0,
    reasons,
    meanWavenumber: mean,
    rmsWavenumber: rootMeanSquare(residuals),
    worstWavenumber: worst,
  }
}

function tooFar(mean: number, worst: number, limit: number): CalibrationReason {
  const off = `at most ${limit} cm-1 are allowed`
  if (Math.abs(mean) > limit / 2) {
    // A shift that is read too high belongs to a laser that is at a longer wavelength than the axis says.
    const laser = (mean * 785 ** 2) / 1e7
    return reason(
      'offset',
      `All bands are ${signed(mean, 2)} cm-1 off, the worst by ${worst.toFixed(2)}; ${off}. A laser ${signed(laser, 3)} nm from where it is said to be does that.`,
      'Zero the laser on silicon, and check again.',
    )
  }
  return reason(
    'residual',
    `A band is ${worst.toFixed(2)} cm-1 off, though on average they are not (${signed(mean, 2)} cm-1); ${off}.`,
    'Fit the wavelengths to a lamp again, and check again.',
  )
}

const signed = (value: number, digits: number) => `${value > 0 ? '+' : ''}${value.toFixed(digits)}`
