import type { ParametersOf } from '../../contract/recipe'
import { decompose, recompose } from './discreteWavelet'
import { median } from './median'
import { requireFinite } from './requireFinite'

/** The median of the absolute values of standard normal noise. */
const normalMedian = 0.6745

/**
 * The spectrum without the wavelet details that noise explains: those below the universal threshold
 * sigma sqrt(2 ln n), with sigma from the median of the finest details. Soft thresholding shrinks the rest by
 * the threshold, hard thresholding keeps them. Where the threshold is 0 there is no noise to take out.
 * Donoho and Johnstone, Biometrika 1994, 81, 425, doi:10.1093/biomet/81.3.425.
 *
 * @param y intensities
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.tooShort`, `recipe.invalidParameter`
 */
export function waveletDenoise(y: Float64Array, parameters: ParametersOf<'wavelet'>): Float64Array {
  requireFinite(y)
  const coefficients = decompose(y, parameters)
  const sigma = medianSize(coefficients.details.at(-1)!) / normalMedian
  const threshold = sigma * Math.sqrt(2 * Math.log(y.length))
  if (threshold === 0) return y.slice()
  for (const detail of coefficients.details) {
    for (let i = 0; i < detail.length; i++) {
      const size = Math.abs(detail[i]!)
      if (size < threshold) detail[i] = 0
      else if (parameters.threshold === 'soft') detail[i] = detail[i]! * (1 - threshold / size)
    }
  }
  return recompose(coefficients, parameters.wavelet, y.length)
}

function medianSize(values: Float64Array): number {
  const sizes = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) sizes[i] = Math.abs(values[i]!)
  return median(sizes)
}
