import type { CalibrationReason, IntensityFit } from '../../contract/calibration'
import srm2241 from '../../../resources/references/srm2241.json'
import { median } from '../preprocessing/median'
import { noiseLevel } from '../quality/noiseLevel'
import { polynomialAt } from './fitPolynomial'
import { reason } from './reason'

export interface IntensityExposure {
  /** Counts of the glass, one a pixel. */
  counts: Float64Array
  /** Counts of the same integration time without light; null where none was taken. */
  dark: Float64Array | null
  saturated?: readonly number[]
}

/** The certificate is for 785 nm: what a laser of another kind would excite is another spectrum. */
const EXCITATION_TOLERANCE = 2
/** Light has to be this many times its noise for a factor. */
const LEAST_SIGNAL_TO_NOISE = 10
/** Noise of the factors goes into every spectrum they are applied to. */
const MOST_NOISE = 0.02

/**
 * Factors that make relative intensity of counts, from the luminescence of NIST SRM 2241: what the certificate says of each
 * pixel's Raman shift, over what was counted there (ASTM E2911). Outside of 200 to 3 500 cm-1 there is no factor: the
 * certificate says nothing, and the polynomial is not to be believed.
 *
 * @param axis Raman shift of each pixel, cm-1, ascending
 * @param laserNanometres the laser's wavelength in vacuum
 */
export function fitIntensity(
  { counts, dark, saturated = [] }: IntensityExposure,
  axis: Float64Array,
  laserNanometres: number,
): IntensityFit {
  const { from, to, excitationNanometres, coefficients } = srm2241
  if (dark === null) return refused([noDark])
  const light = counts.map((count, pixel) => count - dark[pixel]!)
  const noise = noiseLevel(light)
  const cut = new Set(saturated)
  const certified = [...axis.keys()].filter((pixel) => axis[pixel]! >= from && axis[pixel]! <= to)
  const usable = certified.filter((pixel) => light[pixel]! > LEAST_SIGNAL_TO_NOISE * noise && !cut.has(pixel))
  const against = reasonsAgainst(laserNanometres, excitationNanometres, certified, usable, cut)
  const [first] = usable
  const last = usable.at(-1)
  if (against.length > 0 || first === undefined || last === undefined) return refused(against)

  const raw = usable.map((pixel) => polynomialAt(coefficients, axis[pixel]!) / light[pixel]!)
  const middle = median(Float64Array.from(raw))
  const factors = new Array<number | null>(axis.length).fill(null)
  usable.forEach((pixel, i) => (factors[pixel] = raw[i]! / middle))
  const relativeNoise = noise / median(Float64Array.from(usable, (pixel) => light[pixel]!))
  const reasons = relativeNoise > MOST_NOISE ? [tooNoisy(relativeNoise)] : []
  return {
    ok: reasons.length === 0,
    reasons,
    standard: STANDARD,
    from: axis[first]!,
    to: axis[last]!,
    factors,
    relativeNoise,
  }
}

const STANDARD = 'NIST SRM 2241'

function refused(reasons: CalibrationReason[]): IntensityFit {
  return { ok: false, reasons, standard: STANDARD, from: null, to: null, factors: [], relativeNoise: null }
}

const noDark = reason(
  'noDark',
  'There is no dark frame to subtract: the dark level would be taken for light of the glass.',
  'Measure a dark frame of the same integration time, and the glass again.',
)

function tooNoisy(relativeNoise: number): CalibrationReason {
  return reason(
    'noLight',
    `The factors would carry ${(100 * relativeNoise).toFixed(1)} % of noise; at most ${100 * MOST_NOISE} % are allowed.`,
    'Expose for longer, or average more frames.',
  )
}

function reasonsAgainst(
  laser: number,
  certified: number,
  inRange: readonly number[],
  usable: readonly number[],
  saturated: ReadonlySet<number>,
): CalibrationReason[] {
  if (Math.abs(laser - certified) > EXCITATION_TOLERANCE) {
    return [
      reason(
        'wrongExcitation',
        `The laser is at ${laser.toFixed(1)} nm; the certificate of ${STANDARD} is for ${certified} nm.`,
        "Use the standard of NIST's series that is certified for this laser.",
      ),
    ]
  }
  if (inRange.length === 0) {
    return [
      reason(
        'outsideCertificate',
        `No pixel lies within the ${srm2241.from} to ${srm2241.to} cm-1 of the certificate.`,
        'Calibrate the axis first.',
      ),
    ]
  }
  const cut = inRange.filter((pixel) => saturated.has(pixel)).length
  if (cut > 0) {
    return [
      reason(
        'saturated',
        `${cut} pixels are saturated.`,
        'Expose for less time, or with less power, and measure again.',
      ),
    ]
  }
  if (usable.length < inRange.length / 2) {
    return [
      reason(
        'noLight',
        `On ${inRange.length - usable.length} of ${inRange.length} pixels the glass is not ${LEAST_SIGNAL_TO_NOISE} times brighter than the noise.`,
        'Put the glass in focus with its matt side to the objective, expose for longer, and measure again.',
      ),
    ]
  }
  return []
}
