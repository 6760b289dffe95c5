import type { CalibrationReason, FittedLine, Lamp, WavelengthFit } from '../../contract/calibration'
import { median } from '../preprocessing/median'
import { fitPolynomial, type FittedPolynomial } from './fitPolynomial'
import { leastQuantile } from './leastQuantile'
import type { LineShape } from './fitLine'
import { locateLines, type Exposure, type LocatedLine, type LocatedLines } from './locateLines'
import { reason } from './reason'
import { lampLines } from './referenceLines'

export interface LampExposure extends Exposure {
  lamp: Lamp
}

export interface WavelengthOptions {
  /** Of the polynomial; the lowest that predicts a line left out about as well as any up to 4 if it is not given. */
  order?: number
  /** @default 'pseudoVoigt' */
  shape?: LineShape
  /** Root mean square of the residuals that a fit may have, pixels. @default 0.1 */
  limitPixels?: number
  /** How far the guess may be off, pixels. @default 40, or 2 nm where that is more */
  shift?: number
}

/** A spectrum less like its lamp's than this is of something else. */
const LEAST_LIKENESS = 0.45
/** How many times worse than the limit a line may be predicted by the others: more, and the fit hangs on single lines. */
const FRAGILE = 4
/** Share of the lines that have to lie on one polynomial. */
const LEAST_AGREEING = 0.7
/** What no line is known better than, pixels. */
const FLOOR = 0.02

/**
 * Which vacuum wavelength falls on which pixel, from the spectra of one or more lamps of one instrument. Lines that are
 * saturated, or blends that cannot be taken apart, take no part; nor does one that is far off the polynomial of the others.
 *
 * @param exposures all of `guess.length` pixels
 * @param guess vacuum nm of each pixel, ascending; may be wrong by 20 pixels and more
 */
export function fitWavelengths(
  exposures: readonly LampExposure[],
  guess: Float64Array,
  { order, shape = 'pseudoVoigt', limitPixels = 0.1, shift }: WavelengthOptions = {},
): WavelengthFit {
  const perPixel = (guess.at(-1)! - guess[0]!) / (guess.length - 1)
  const located = exposures.map((exposure) =>
    locateLines(exposure, lampLines[exposure.lamp], guess, {
      shape,
      shift: shift ?? Math.max(40, 2 / perPixel),
    }),
  )
  const reasons = exposures.flatMap((exposure, i) => reasonAgainst(exposure, located[i]!, guess))
  const found = located.flatMap(({ lines }) => lines)
  const lamps = exposures.map(({ lamp }) => lamp)
  const spurious = located.flatMap((one) => one.spurious)
  // Those that are known best first: the robust fit begins with them.
  const usable = found.filter((line) => line.usable).sort((a, b) => a.uncertainty - b.uncertainty)
  const wanted = Math.max((order ?? 2) + 3, 6)
  if (reasons.length === 0 && usable.length < wanted) reasons.push(tooFew(found, usable.length, wanted))
  if (reasons.length > 0) {
    return { ...nothing, lamps, order: order ?? 3, spurious, reasons }
  }

  const { fit, used } =
    order === undefined
      ? bestOrder(usable, perPixel)
      : trimmed(onOneCurve(usable, Math.min(order, 3), perPixel), order, perPixel)
  const rmsPixels = rootMeanSquare(used.map((line) => residualOf(fit, line)))
  const leaveOneOutRmsPixels = rootMeanSquare(leftOut(fit, used, perPixel))
  const lines = found.map((line): FittedLine => {
    const measured = fit.valueAt(line.pixel)
    return {
      reference: line.reference,
      measured,
      pixel: line.pixel,
      uncertaintyPixels: line.uncertainty,
      residualPixels: residualOf(fit, line),
      residual: measured - line.reference,
      used: used.includes(line),
    }
  })
  const excess = excessOf(fit, used, perPixel)
  const pixels = Array.from(guess, (_, pixel) => pixel)
  if (pixels.some((pixel) => fit.slopeAt(pixel) <= 0)) {
    reasons.push(
      reason(
        'notRising',
        'The wavelength does not rise with every pixel.',
        'Measure the lamp again with more of its lines on the detector, or fit a lower order.',
      ),
    )
  }
  if (used.length < LEAST_AGREEING * usable.length) {
    reasons.push(
      reason(
        'residual',
        `${usable.length - used.length} of ${usable.length} lines lie on no polynomial with the others.`,
        'Keep other light away, check that nothing else glows beside the lamp, and measure again.',
      ),
    )
  }
  if (rmsPixels > limitPixels) {
    reasons.push(
      reason(
        'residual',
        `The lines are ${rmsPixels.toFixed(2)} px (rms) off the polynomial; at most ${limitPixels} px are allowed.`,
        'Measure again with the lamp warm and its brightest line below saturation.',
      ),
    )
  }
  if (leaveOneOutRmsPixels > FRAGILE * limitPixels) {
    reasons.push(
      reason(
        'residual',
        `A line left out is predicted ${leaveOneOutRmsPixels.toFixed(2)} px (rms) wrong; at most ${FRAGILE * limitPixels} px are allowed.`,
        'Measure again with more of the lines in view, or fit a lower order.',
      ),
    )
  }
  return {
    ok: reasons.length === 0,
    reasons,
    lamps,
    order: fit.coefficients.length - 1,
    coefficients: fit.coefficients,
    lines: lines.sort((a, b) => a.reference - b.reference),
    spurious,
    rmsPixels,
    rmsNanometres: rootMeanSquare(used.map((line) => fit.valueAt(line.pixel) - line.reference)),
    rmsWavenumber: rootMeanSquare(used.map((line) => 1e7 / line.reference - 1e7 / fit.valueAt(line.pixel))),
    leaveOneOutRmsPixels,
    accuracyNanometres: pixels.map((pixel) => excess * fit.uncertaintyAt(pixel)),
  }
}

const nothing = {
  ok: false,
  coefficients: [],
  lines: [],
  rmsPixels: null,
  rmsNanometres: null,
  rmsWavenumber: null,
  leaveOneOutRmsPixels: null,
  accuracyNanometres: [],
} satisfies Partial<WavelengthFit>

interface Fitted {
  fit: FittedPolynomial
  used: readonly LocatedLine[]
}

/** The lowest order that predicts a line left out about as well as any; by the median, which no outlier moves. */
function bestOrder(lines: readonly LocatedLine[], perPixel: number): Fitted {
  // Which lines are right is settled first, by a cubic: all that a grating bends its axis by.
  const right = onOneCurve(lines, lines.length > 6 ? 3 : 2, perPixel)
  const tried = [2, 3, 4]
    .filter((order) => right.length >= 2 * (order + 1))
    .map((order) => {
      const fitted = trimmed(right, order, perPixel)
      const errors = leftOut(fitted.fit, fitted.used, perPixel).map(Math.abs)
      return { ...fitted, error: median(Float64Array.from(errors)) }
    })
  const least = Math.min(...tried.map(({ error }) => error))
  return tried.find(({ error }) => error <= Math.max(1.3 * least, FLOOR / 2)) ?? trimmed(right, 2, perPixel)
}

function onOneCurve(lines: readonly LocatedLine[], order: number, perPixel: number): LocatedLine[] {
  const points = lines.map(({ pixel, reference }) => ({ x: pixel, y: reference }))
  const right = leastQuantile(points, order, 3 * FLOOR * perPixel)
  return lines.filter((_, i) => right[i])
}

/**
 * Fits, leaves out the line without which the fit is better by most if it is off by more than four robust standard
 * deviations, and fits again. A residual is held against what its leverage leaves of it: a line at the end bends the
 * polynomial its way.
 */
function trimmed(lines: readonly LocatedLine[], order: number, perPixel: number): Fitted {
  let used = lines
  for (;;) {
    const fit = fitPolynomial(
      used.map(({ pixel }) => pixel),
      used.map(({ reference }) => reference),
      used.map((line) => errorOf(line, perPixel)),
      order,
    )
    const residuals = used.map((line) => Math.abs(residualOf(fit, line)))
    const spread = Math.max(1.4826 * median(Float64Array.from(residuals)), FLOOR)
    const off = used.map((line, i) => residuals[i]! / Math.sqrt(1 - leverageOf(fit, line, perPixel)))
    const worst = off.indexOf(Math.max(...off))
    if (off[worst]! <= 4 * spread || used.length <= order + 3) return { fit, used }
    used = used.filter((_, i) => i !== worst)
  }
}

/** Standard uncertainty of the wavelength at a line's place, nm. */
function errorOf({ uncertainty }: LocatedLine, perPixel: number): number {
  return Math.hypot(uncertainty, FLOOR) * perPixel
}

function residualOf(fit: FittedPolynomial, { pixel, reference }: LocatedLine): number {
  return (fit.valueAt(pixel) - reference) / fit.slopeAt(pixel)
}

/** Residuals in pixels of each line against the fit without it: those of the fit over 1 less the leverage. */
function leftOut(fit: FittedPolynomial, used: readonly LocatedLine[], perPixel: number): number[] {
  return used.map((line) => residualOf(fit, line) / (1 - leverageOf(fit, line, perPixel)))
}

/** How much of a line's own error the fit follows: 0 to, here, just below 1. */
function leverageOf(fit: FittedPolynomial, line: LocatedLine, perPixel: number): number {
  return Math.min((fit.uncertaintyAt(line.pixel) / errorOf(line, perPixel)) ** 2, 0.999)
}

/** By how much more than their errors the lines scatter; 1 where they do not. */
function excessOf(fit: FittedPolynomial, used: readonly LocatedLine[], perPixel: number): number {
  const squares = used.reduce(
    (sum, line) => sum + ((fit.valueAt(line.pixel) - line.reference) / errorOf(line, perPixel)) ** 2,
    0,
  )
  return Math.max(Math.sqrt(squares / Math.max(used.length - fit.coefficients.length, 1)), 1)
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
}

function reasonAgainst(
  exposure: LampExposure,
  { peaks, likeness }: LocatedLines,
  guess: Float64Array,
): CalibrationReason[] {
  const { lamp } = exposure
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

function tooFew(found: readonly LocatedLine[], usable: number, wanted: number): CalibrationReason {
  return reason(
    'tooFewLines',
    `${usable} of ${found.length} lines found can be used, and ${wanted} are needed; the others are saturated, blended or weak.`,
    'Expose so that the brightest line is below saturation and the weak ones stand out.',
  )
}

const percent = (share: number) => `${Math.round(100 * share)} %`
