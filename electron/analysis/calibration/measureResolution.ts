import type { Lamp, Resolution } from '../../contract/calibration'
import { median } from '../preprocessing/median'
import { findPeaks } from './findPeaks'
import { fitLine } from './fitLine'
import { lineWidth, locateLines, type Exposure } from './locateLines'
import { pixelAt } from './pixelAt'
import { scatteredWavelength } from './ramanShift'
import { reason } from './reason'
import { lampLines } from './referenceLines'

type Widths = Resolution['lines']

/** Calcite's symmetric stretch, cm-1 (CWA 18133), and its own width (Itoh, Appl. Spectrosc. 2025, doi:10.1177/00037028251318757). */
const CALCITE = { wavenumber: 1085.91, naturalWidth: 1.36, reach: 15 }
const LIMIT = 10

/**
 * Resolution from calcite's band at 1086 cm-1, as ASTM E2529 measures it: its full width at half maximum, and that of the
 * instrument alone, with calcite's own taken out as the Lorentzian part of a Voigt profile (Olivero and Longbothum, J. Quant.
 * Spectrosc. Radiat. Transf. 1977, 17, 233, doi:10.1016/0022-4073(77)90161-3).
 *
 * @param axis Raman shift of each pixel, cm-1, ascending
 * @param limitWavenumber of the instrument's own width, cm-1. @default 10
 */
export function resolutionFromCalcite(
  { counts }: Exposure,
  axis: Float64Array,
  limitWavenumber = LIMIT,
): Resolution {
  const place = pixelAt(axis, CALCITE.wavenumber)
  const perPixel = axis[Math.ceil(place)]! - axis[Math.ceil(place) - 1]!
  const [peak] = findPeaks(counts, { alike: false })
    .filter(({ pixel }) => Math.abs(pixel - place) * perPixel < CALCITE.reach)
    .sort((a, b) => b.prominence - a.prominence)
  const fitted = peak && fitLine(counts, peak.pixel, { width: lineWidth([peak]) })
  if (!fitted) return judged('calcite', [], null, limitWavenumber)
  const width = fitted.width * perPixel
  const lorentz = CALCITE.naturalWidth
  const squared = (width - 0.5346 * lorentz) ** 2 - 0.2166 * lorentz ** 2
  const line = {
    reference: CALCITE.wavenumber,
    widthPixels: fitted.width,
    widthNanometres: (width * scatteredWavelength(785, CALCITE.wavenumber) ** 2) / 1e7,
    widthWavenumber: width,
  }
  return judged('calcite', [line], Math.sqrt(Math.max(squared, 0)), limitWavenumber)
}

/**
 * Resolution from the lines of a lamp, which have no width of their own (ASTM E2529); those that stand alone count. It does
 * not know the width of the laser.
 *
 * @param axis vacuum nm of each pixel, ascending
 * @param limitWavenumber of the median width, cm-1. @default 10
 */
export function resolutionFromLamp(
  exposure: Exposure,
  axis: Float64Array,
  lamp: Lamp,
  limitWavenumber = LIMIT,
): Resolution {
  const { lines, likeness } = locateLines(exposure, lampLines[lamp], axis)
  const usable = likeness < 0.45 ? [] : lines.filter((line) => line.usable)
  const widths: Widths = usable.map(({ reference, pixel, width }) => {
    const at = Math.min(Math.max(Math.round(pixel), 1), axis.length - 1)
    const widthNanometres = width * (axis[at]! - axis[at - 1]!)
    return {
      reference,
      widthPixels: width,
      widthNanometres,
      widthWavenumber: (widthNanometres * 1e7) / reference ** 2,
    }
  })
  const middle =
    widths.length < 3 ? null : median(Float64Array.from(widths, ({ widthWavenumber }) => widthWavenumber))
  return judged(lamp, widths, middle, limitWavenumber)
}

function judged(
  method: Resolution['method'],
  lines: Widths,
  resolution: number | null,
  limit: number,
): Resolution {
  const reasons =
    resolution === null
      ? [
          reason(
            'noLine',
            `No line of ${method} can be measured.`,
            `Put ${method} in place and in focus, and measure again.`,
          ),
        ]
      : resolution > limit
        ? [
            reason(
              'resolution',
              `Lines are ${resolution.toFixed(1)} cm-1 wide; at most ${limit} cm-1 are allowed.`,
              'Focus again; if it stays, the slit, the fibre or the camera has moved: call service.',
            ),
          ]
        : []
  return {
    ok: reasons.length === 0,
    reasons,
    method,
    lines,
    widthWavenumber: method === 'calcite' ? (lines[0]?.widthWavenumber ?? null) : resolution,
    resolutionWavenumber: resolution,
    limitWavenumber: limit,
  }
}
