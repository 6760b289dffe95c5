import { median } from '../preprocessing/median'
import { fitPolynomial, type FittedPolynomial } from './fitPolynomial'
import { leastQuantile } from './leastQuantile'
import type { LocatedLine } from './locateLines'

/** What no line is known better than, pixels. */
const FLOOR = 0.02

/** A polynomial pixel -> position through lines, and what it says of itself. */
export interface LineCurve {
  fit: FittedPolynomial
  /** The lines that it goes through. */
  used: readonly LocatedLine[]
  /** Residual of each of them in pixels, and by a fit without it. */
  residuals: number[]
  leftOut: number[]
  /** By how much more than their errors the lines scatter; 1 where they do not. */
  excess: number
}

/**
 * The polynomial through lines of which some may be wrong. Which are right is settled first, by the curve that three quarters
 * of them are nearest to.
 *
 * @param lines those that are known best first
 * @param perPixel mean step of the positions from pixel to pixel
 * @param order the lowest of 2 to 4 that predicts a line left out about as well as any, if it is not given
 */
export function lineCurve(lines: readonly LocatedLine[], perPixel: number, order?: number): LineCurve {
  if (order !== undefined) {
    return trimmed(onOneCurve(lines, Math.min(order, 3), perPixel), order, perPixel)
  }
  // A cubic: all that a grating bends its axis by.
  const right = onOneCurve(lines, lines.length > 6 ? 3 : 2, perPixel)
  const tried = [2, 3, 4]
    .filter((one) => right.length >= 2 * (one + 1))
    .map((one) => {
      const curve = trimmed(right, one, perPixel)
      // The median: no outlier moves it.
      return { curve, error: median(Float64Array.from(curve.leftOut, Math.abs)) }
    })
  const least = Math.min(...tried.map(({ error }) => error))
  const lowest = tried.find(({ error }) => error <= Math.max(1.3 * least, FLOOR / 2))
  return lowest?.curve ?? trimmed(right, 2, perPixel)
}

/** (measured - reference) of a line, in pixels. */
export function residualOf(fit: FittedPolynomial, { pixel, reference }: LocatedLine): number {
  return (fit.valueAt(pixel) - reference) / fit.slopeAt(pixel)
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
function trimmed(lines: readonly LocatedLine[], order: number, perPixel: number): LineCurve {
  let used = lines
  for (;;) {
    const errors = used.map(({ uncertainty }) => Math.hypot(uncertainty, FLOOR) * perPixel)
    const fit = fitPolynomial(
      used.map(({ pixel }) => pixel),
      used.map(({ reference }) => reference),
      errors,
      order,
    )
    const residuals = used.map((line) => residualOf(fit, line))
    // How much of a line's own error the fit follows: 0 to, here, just below 1.
    const leverages = used.map(({ pixel }, i) =>
      Math.min((fit.uncertaintyAt(pixel) / errors[i]!) ** 2, 0.999),
    )
    const spread = Math.max(1.4826 * median(Float64Array.from(residuals, Math.abs)), FLOOR)
    const off = residuals.map((residual, i) => Math.abs(residual) / Math.sqrt(1 - leverages[i]!))
    const worst = off.indexOf(Math.max(...off))
    if (off[worst]! <= 4 * spread || used.length <= order + 3) {
      const squares = used.reduce(
        (sum, { pixel, reference }, i) => sum + ((fit.valueAt(pixel) - reference) / errors[i]!) ** 2,
        0,
      )
      return {
        fit,
        used,
        residuals,
        leftOut: residuals.map((residual, i) => residual / (1 - leverages[i]!)),
        excess: Math.max(Math.sqrt(squares / Math.max(used.length - order - 1, 1)), 1),
      }
    }
    used = used.filter((_, i) => i !== worst)
  }
}
