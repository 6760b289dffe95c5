import { fitPolynomial } from '../../analysis/calibration/fitPolynomial'
import { pixelAt } from '../../analysis/calibration/pixelAt'
import { resample } from '../../analysis/preprocessing/resample'

interface Spectrum {
  counts: Float64Array
  saturated: number[]
  dark: Float64Array | null
}

/** How far the axis of one detector may be from a polynomial, pixels. */
const STITCHED = 0.25

/**
 * A spectrum that was stitched from several settings of a grating stands on no polynomial of its points. It is put on as many
 * even steps of wavelength; the spectrum of one detector is left as it is.
 *
 * @param nanometres of each point, ascending
 * @param wanted whether it is to be put on even steps at all
 */
export function evenIfStitched(spectrum: Spectrum, nanometres: Float64Array, wanted: boolean) {
  if (!wanted || !isStitched(nanometres)) return { ...spectrum, nanometres, resampled: false }
  const n = nanometres.length
  const [lo, hi] = [nanometres[0]!, nanometres.at(-1)!]
  const even = Float64Array.from({ length: n }, (_, i) => lo + ((hi - lo) * i) / (n - 1))
  const onEven = (counts: Float64Array) => resample(nanometres, counts, { lo, hi, n, kind: 'pchip' })
  return {
    counts: onEven(spectrum.counts),
    saturated: spectrum.saturated.map((pixel) => Math.round(pixelAt(even, nanometres[pixel]!))),
    dark: spectrum.dark && onEven(spectrum.dark),
    nanometres: even,
    resampled: true,
  }
}

function isStitched(nanometres: Float64Array): boolean {
  const pixels = Array.from(nanometres, (_, pixel) => pixel)
  const { valueAt, slopeAt } = fitPolynomial(pixels, nanometres, new Float64Array(pixels.length).fill(1), 5)
  return pixels.some(
    (pixel) => Math.abs(valueAt(pixel) - nanometres[pixel]!) > STITCHED * Math.abs(slopeAt(pixel)),
  )
}
