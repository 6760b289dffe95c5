import type { CalibrationReason, LaserFit, WavelengthFit } from '../../contract/calibration'
import silicon from '../../../resources/references/silicon.json'
import { findPeaks, type Peak } from './findPeaks'
import { fitLine, type LineShape } from './fitLine'
import { lineWidth, type Exposure } from './locateLines'
import { polynomialAt } from './fitPolynomial'
import { laserWavelength, ramanShift } from './ramanShift'
import { reason } from './reason'
import { valueAtPixel } from './valueAtPixel'

export interface LaserOptions {
  /** cm-1. @default 520.45, NMIJ CRM 5606-a, doi:10.1002/jrs.6003 */
  siliconReference?: number
  /** How far the laser may be from what it was, nm. @default 1 */
  reachNanometres?: number
  /** @default 'pseudoVoigt' */
  shape?: LineShape
}

/** Of silicon's phonon, cm-1: what no spectrometer for tissue would make of 3 cm-1. */
const WIDEST = 25
/** Silicon has no other narrow band as high as this share of its phonon. */
const HIGHEST_OTHER = 0.25

/**
 * The wavelength of the laser from a spectrum of silicon: the one that puts its phonon at 520.45 cm-1, on the wavelength axis
 * that a lamp has given. So the laser's drift is told from the spectrometer's.
 *
 * @param wavelengths of the same detector and the same day; or vacuum nm of each pixel, taken for exact
 * @param formerNanometres the laser that was in force, or the maker's
 */
export function fitLaser(
  { counts, saturated = [] }: Exposure,
  wavelengths: Pick<WavelengthFit, 'coefficients' | 'accuracyNanometres'> | Float64Array,
  formerNanometres: number,
  { siliconReference = silicon.shift, reachNanometres = 1, shape = 'pseudoVoigt' }: LaserOptions = {},
): LaserFit {
  const refused = (why: CalibrationReason): LaserFit => {
    return { ...nothing, siliconReference, reasons: [why] }
  }
  const nanometresAt = (pixel: number) =>
    wavelengths instanceof Float64Array
      ? valueAtPixel(wavelengths, pixel)
      : polynomialAt(wavelengths.coefficients, pixel)
  const laserAt = (pixel: number) => laserWavelength(nanometresAt(pixel), siliconReference)
  // Twice as far as it may have drifted: a laser that has gone further is found, and said to have.
  const near = (pixel: number) => Math.abs(laserAt(pixel) - formerNanometres) <= 2 * reachNanometres

  // Silicon's phonon is much narrower than its second order.
  const peaks = findPeaks(counts, { alike: false }).sort((a, b) => b.prominence - a.prominence)
  const [highest, ...others] = peaks.filter(({ pixel }) => notRayleigh(nanometresAt(pixel), formerNanometres))
  if (!highest) {
    return refused(
      reason(
        'noLight',
        'No band stands out of the noise.',
        'Put silicon in focus, and fire the laser at it.',
      ),
    )
  }
  const width = lineWidth([highest])
  const dispersion = nanometresAt(highest.pixel + 0.5) - nanometresAt(highest.pixel - 0.5)
  const widthWavenumber = (width * dispersion * 1e7) / nanometresAt(highest.pixel) ** 2
  const besides = others.filter((peak) => peak.width < 3 * highest.width)
  const against = notSilicon(
    near(highest.pixel),
    { highest, besides, widthWavenumber },
    ramanShift(formerNanometres, nanometresAt(highest.pixel)),
  )
  if (against) return refused(against)
  const fitted = fitLine(counts, highest.pixel, { width, shape })
  if (!fitted) {
    return refused(
      reason(
        'notSilicon',
        'The band at 520 cm-1 has no shape.',
        'Focus on the wafer again, and measure again.',
      ),
    )
  }
  if (saturated.some((pixel) => Math.abs(pixel - fitted.pixel) <= fitted.width)) {
    return refused(
      reason(
        'saturated',
        'The band of silicon is saturated, so its place is not known.',
        'Expose for less time, or with less power, and measure again.',
      ),
    )
  }
  const laserNanometres = laserAt(fitted.pixel)
  const siliconNanometres = nanometresAt(fitted.pixel)
  const accuracy =
    wavelengths instanceof Float64Array ? 0 : (wavelengths.accuracyNanometres[Math.round(fitted.pixel)] ?? 0)
  const drifted = Math.abs(laserNanometres - formerNanometres)
  const reasons =
    drifted <= reachNanometres
      ? []
      : [
          reason(
            'laserRange',
            `The laser is at ${laserNanometres.toFixed(3)} nm, ${drifted.toFixed(2)} nm from where it was; at most ${reachNanometres} nm are taken for a drift.`,
            'Let the laser warm up, check its temperature and current, and call service if it stays.',
          ),
        ]
  return {
    ok: reasons.length === 0,
    reasons,
    laserNanometres,
    uncertaintyNanometres:
      Math.hypot(fitted.uncertainty * dispersion, accuracy) * (laserNanometres / siliconNanometres) ** 2,
    siliconPixel: fitted.pixel,
    siliconUncertaintyPixels: fitted.uncertainty,
    siliconNanometres,
    siliconWidthWavenumber: (fitted.width * dispersion * 1e7) / siliconNanometres ** 2,
    siliconReference,
    siliconWithFormerLaser: ramanShift(formerNanometres, siliconNanometres),
  }
}

const nothing = {
  ok: false,
  laserNanometres: null,
  uncertaintyNanometres: null,
  siliconPixel: null,
  siliconUncertaintyPixels: null,
  siliconNanometres: null,
  siliconWidthWavenumber: null,
  siliconWithFormerLaser: null,
} satisfies Partial<LaserFit>

/** What the edge filter leaves of the laser itself is no band. */
function notRayleigh(nanometres: number, laserNanometres: number): boolean {
  return ramanShift(laserNanometres, nanometres) > 150
}

function notSilicon(
  near: boolean,
  { highest, besides, widthWavenumber }: { highest: Peak; besides: readonly Peak[]; widthWavenumber: number },
  wavenumber: number,
): CalibrationReason | null {
  const tip = 'Put the silicon wafer under the objective, in focus, and measure again.'
  if (!near) {
    const where = `${wavenumber.toFixed(0)} cm-1`
    return reason('notSilicon', `The highest band is at ${where}, and silicon's is at 520 cm-1.`, tip)
  }
  const share = (besides[0]?.prominence ?? 0) / highest.prominence
  if (share > HIGHEST_OTHER) {
    return reason(
      'notSilicon',
      `Another band is ${Math.round(100 * share)} % as high as the one near 520 cm-1; silicon has none above ${100 * HIGHEST_OTHER} %.`,
      tip,
    )
  }
  if (widthWavenumber > WIDEST) {
    return reason(
      'notSilicon',
      `The band near 520 cm-1 is ${widthWavenumber.toFixed(0)} cm-1 wide; silicon's is at most ${WIDEST} cm-1.`,
      tip,
    )
  }
  return null
}
