import type { CalibrationDrift, LaserFit, WavelengthFit } from '../../contract/calibration'
import { fitPolynomial, slopeAt } from './fitPolynomial'
import { leastQuantile } from './leastQuantile'

interface Calibrated {
  wavelengths: WavelengthFit
  laser: LaserFit
}

/** What a line is not known better than from one day to the next, pixels. */
const FLOOR = 0.01
/** What matters to a spectrum: a sixth of a wavenumber, a twentieth of a pixel. */
const MATTERS = { laserNanometres: 0.01, pixels: 0.05 }
const CERTAIN = 3

/**
 * What moved since a former calibration. The lines of the lamp say how the image of the spectrum moved and grew on the
 * detector; silicon, moved beyond that, says what the laser did. The places of lines are compared, not the two polynomials:
 * what these get wrong between and beyond the lines is the same on both days and cancels.
 *
 * @returns null where the two have not four lines in common, or no silicon
 */
export function calibrationDrift(former: Calibrated, now: Calibrated): CalibrationDrift | null {
  const moves = now.wavelengths.lines.flatMap(({ reference, pixel, uncertaintyPixels, used }) => {
    const before = former.wavelengths.lines.find((line) => Math.abs(line.reference - reference) < 1e-3)
    if (!used || pixel === null || !before?.used || before.pixel === null) return []
    const error = Math.hypot(before.uncertaintyPixels ?? 0, uncertaintyPixels ?? 0, FLOOR)
    return [{ x: before.pixel, y: pixel - before.pixel, error }]
  })
  const { siliconPixel: siliconBefore, siliconUncertaintyPixels: errorBefore } = former.laser
  const { siliconPixel, siliconUncertaintyPixels, laserNanometres, siliconNanometres } = now.laser
  if (moves.length < 4 || siliconBefore === null || siliconPixel === null) return null
  if (laserNanometres === null || siliconNanometres === null) return null

  const right = leastQuantile(moves, 1, 3 * FLOOR)
  const kept = moves.filter((_, i) => right[i])
  const lineWith = (excess: number) =>
    fitPolynomial(
      kept.map(({ x }) => x),
      kept.map(({ y }) => y),
      kept.map(({ error }) => excess * error),
      1,
    )
  const { valueAt } = lineWith(1)
  const squares = kept.reduce((sum, { x, y, error }) => sum + ((y - valueAt(x)) / error) ** 2, 0)
  const { uncertaintyAt } = lineWith(Math.max(Math.sqrt(squares / Math.max(kept.length - 2, 1)), 1))

  const last = now.wavelengths.accuracyNanometres.length - 1
  const variances = [0, last / 2, last].map((pixel) => uncertaintyAt(pixel) ** 2)
  const dispersion = slopeAt(now.wavelengths.coefficients, siliconPixel)
  // A step of the laser moves its scattered light by this much more.
  const perPixel = dispersion * (laserNanometres / siliconNanometres) ** 2
  const laser = (siliconPixel - siliconBefore - valueAt(siliconBefore)) * perPixel
  const laserUncertainty =
    Math.hypot(uncertaintyAt(siliconBefore), errorBefore ?? 0, siliconUncertaintyPixels ?? 0) * perPixel
  const shift = valueAt(last / 2)
  const shiftUncertainty = Math.sqrt(variances[1]!)
  const stretch = valueAt(last) - valueAt(0)
  // The variance of a line is a parabola: its second difference is that of the slope.
  const stretchUncertainty = Math.sqrt(2 * (variances[0]! - 2 * variances[1]! + variances[2]!))

  const moved = (value: number, uncertainty: number, matters: number) =>
    Math.abs(value) > Math.max(CERTAIN * uncertainty, matters)
  return {
    laserNanometres: laser,
    laserWavenumber: (laser * 1e7) / laserNanometres ** 2,
    shiftPixels: shift,
    stretchPixels: stretch,
    laserUncertaintyNanometres: laserUncertainty,
    shiftUncertaintyPixels: shiftUncertainty,
    stretchUncertaintyPixels: stretchUncertainty,
    moved: [
      ...(moved(laser, laserUncertainty, MATTERS.laserNanometres) ? ['laser' as const] : []),
      ...(moved(shift, shiftUncertainty, MATTERS.pixels) ? ['shift' as const] : []),
      ...(moved(stretch, stretchUncertainty, MATTERS.pixels) ? ['stretch' as const] : []),
    ],
  }
}
