import type { ParametersOf } from '../../contract/recipe'
import { createWaveletTransform } from './discreteWavelet'
import { medianInPlace } from './median'
import { requireFinite } from './requireFinite'
import type { Treatment } from './treatment'

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
  const result = new Float64Array(y.length)
  prepareWaveletDenoise(y.length, parameters)(y, result)
  return result
}

/** {@link waveletDenoise} for many spectra of `n` points. @returns what writes the result of a spectrum */
export function prepareWaveletDenoise(n: number, parameters: ParametersOf<'wavelet'>): Treatment {
  const transform = createWaveletTransform(n, parameters)
  const finest = transform.details.at(-1)!
  const sizes = new Float64Array(finest.length)
  return (y, result) => {
    requireFinite(y)
    transform.decompose(y)
    for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(finest[i]!)
    const sigma = medianInPlace(sizes) / normalMedian
    const threshold = sigma * Math.sqrt(2 * Math.log(n))
    if (threshold === 0) {
      result.set(y)
      return
    }
    for (const detail of transform.details) shrink(detail, threshold, parameters.threshold)
    transform.recompose(result)
  }
}

function shrink(detail: Float64Array, threshold: number, kind: ParametersOf<'wavelet'>['threshold']): void {
  for (let i = 0; i < detail.length; i++) {
    const size = Math.abs(detail[i]!)
    if (size < threshold) detail[i] = 0
    else if (kind === 'soft') detail[i] = detail[i]! * (1 - threshold / size)
  }
}
