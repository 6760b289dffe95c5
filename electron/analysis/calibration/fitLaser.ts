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
/** What the edge filter leaves of the laser itself, and the second order of silicon: no band there counts. cm-1. */
const BESIDES = [
  [-Infinity, 250],
  [280, 325],
  [900, 1030],
] as const
/** Silicon has no other narrow band as high as this share of its phonon. */
const HIGHEST_OTHER = 0.4

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

  const inWavenumber = ({ pixel, width }: Pick<Peak, 'pixel' | 'width'>) =>
    ((nanometresAt(pixel + 0.5) - nanometresAt(pixel - 0.5)) * width * 1e7) / nanometresAt(pixel) ** 2
  // Silicon's phonon is much narrower than its second order, which is higher where the crystal lies so.
  const peaks = findPeaks(counts, { alike: false })
  const [highest, other] = peaks
    .filter(
      (peak) =>
        inWavenumber(peak) < WIDEST && !besides(ramanShift(formerNanometres, nanometresAt(peak.pixel))),
    )
    .sort((a, b) => b.prominence - a.prominence)
  if (!highest) return refused(peaks.length === 0 ? noLight : nothingNarrow)
  const against = notSilicon(
    near(highest.pixel),
    (other?.prominence ?? 0) / highest.prominence,
    ramanShift(formerNanometres, nanometresAt(highest.pixel)),
  )
  if (against) return refused(against)
  const width = lineWidth([highest])
  const fitted = fitLine(counts, highest.pixel, { width, shape })
  if (!fitted) {
    return refused(reason('notSilicon', 'The band at 520 cm-1 has no shape.', TIP))
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
  const dispersion = nanometresAt(fitted.pixel + 0.5) - nanometresAt(fitted.pixel - 0.5)
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
    siliconWidthWavenumber: inWavenumber(fitted),
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

const TIP = 'Put the silicon wafer under the objective, in focus, and measure again.'

const noLight = reason('noLight', 'No band stands out of the noise.', TIP)

const nothingNarrow = reason(
  'notSilicon',
  `There is no band narrower than ${WIDEST} cm-1; silicon's is.`,
  TIP,
)

const besides = (wavenumber: number) => BESIDES.some(([from, to]) => wavenumber > from && wavenumber < to)

function notSilicon(near: boolean, otherShare: number, wavenumber: number): CalibrationReason | null {
  if (!near) {
    const where = `${wavenumber.toFixed(0)} cm-1`
    return reason('notSilicon', `The highest narrow band is at ${where}; silicon's is at 520 cm-1.`, TIP)
  }
  if (otherShare <= HIGHEST_OTHER) return null
  return reason(
    'notSilicon',
    `Another narrow band is ${Math.round(100 * otherShare)} % as high as the one near 520 cm-1; silicon has none above ${100 * HIGHEST_OTHER} %.`,
    TIP,
  )
}
