import { StokesError } from '../../contract/errors'
import type { CalibrationReason, FittedLine, Lamp, WavelengthFit } from '../../contract/calibration'
import type { LineShape } from './fitLine'
import { reasonsAgainstCurve, reasonsAgainstLamp } from './lampReasons'
import { lineCurve, residualOf } from './lineCurve'
import { locateLines, type Exposure, type LocatedLine } from './locateLines'
import { reason } from './reason'
import { lampLines } from './referenceLines'
import { rootMeanSquare } from './rootMeanSquare'

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

/**
 * Which vacuum wavelength falls on which pixel, from the spectra of one or more lamps of one instrument. Lines that are
 * saturated, or blends that cannot be taken apart, take no part; nor does one that is far off the polynomial of the others.
 *
 * @param exposures all of `guess.length` pixels
 * @param guess vacuum nm of each pixel, ascending; may be wrong by 20 pixels and more
 * @throws StokesError `spectrum.lengthMismatch`
 */
export function fitWavelengths(
  exposures: readonly LampExposure[],
  guess: Float64Array,
  { order, shape = 'pseudoVoigt', limitPixels = 0.1, shift }: WavelengthOptions = {},
): WavelengthFit {
  requirePixels(exposures, guess.length)
  const perPixel = (guess.at(-1)! - guess[0]!) / (guess.length - 1)
  const reach = { shape, shift: shift ?? Math.max(40, 2 / perPixel) }
  const located = exposures.map((exposure) => locateLines(exposure, lampLines[exposure.lamp], guess, reach))
  const found = located.flatMap(({ lines }) => lines)
  // Those that are known best first: the robust fit begins with them.
  const usable = found.filter((line) => line.usable).sort((a, b) => a.uncertainty - b.uncertainty)
  const lamps = exposures.map(({ lamp }) => lamp)
  const spurious = located.flatMap((one) => one.spurious)

  const wanted = Math.max((order ?? 2) + 3, 6)
  const against = exposures.flatMap((exposure, i) =>
    reasonsAgainstLamp(exposure, exposure.lamp, located[i]!, guess),
  )
  if (against.length === 0 && usable.length < wanted) against.push(tooFew(found, usable.length, wanted))
  if (against.length > 0) return { ...nothing, lamps, order: order ?? 3, spurious, reasons: against }

  const curve = lineCurve(usable, perPixel, order)
  const { fit, used, excess } = curve
  const reasons = reasonsAgainstCurve(curve, { pixels: guess.length, usable: usable.length, limitPixels })
  return {
    ok: reasons.length === 0,
    reasons,
    lamps,
    order: fit.coefficients.length - 1,
    coefficients: fit.coefficients,
    lines: found
      .map((line): FittedLine => {
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
      .sort((a, b) => a.reference - b.reference),
    spurious,
    rmsPixels: rootMeanSquare(curve.residuals),
    rmsNanometres: rootMeanSquare(used.map((line) => fit.valueAt(line.pixel) - line.reference)),
    rmsWavenumber: rootMeanSquare(used.map((line) => 1e7 / line.reference - 1e7 / fit.valueAt(line.pixel))),
    leaveOneOutRmsPixels: rootMeanSquare(curve.leftOut),
    accuracyNanometres: Array.from(guess, (_, pixel) => excess * fit.uncertaintyAt(pixel)),
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

function requirePixels(exposures: readonly LampExposure[], pixels: number): void {
  const other = exposures.find(({ counts }) => counts.length !== pixels)
  if (!other) return
  throw new StokesError(
    'spectrum.lengthMismatch',
    `The spectrum of ${other.lamp} has ${other.counts.length} pixels, the axis has ${pixels}.`,
    { tip: 'Give spectra of one instrument with one setting.' },
  )
}

function tooFew(found: readonly LocatedLine[], usable: number, wanted: number): CalibrationReason {
  return reason(
    'tooFewLines',
    `${usable} of ${found.length} lines found can be used, and ${wanted} are needed; the others are saturated, blended or weak.`,
    'Expose so that the brightest line is below saturation and the weak ones stand out.',
  )
}
