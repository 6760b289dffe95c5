import { StokesError } from '../contract/errors'

/**
 * Raman shift of the centre of each pixel, cm-1, ascending.
 *
 * @param coefficients vacuum wavelength in nm of pixel i is the sum of c_k i^k, i from 0
 * @param excitationNanometres vacuum
 * @throws axis.notFinite, axis.notAscending where the calibration of the instrument is none
 */
export function wavenumberAxis(
  coefficients: readonly number[],
  excitationNanometres: number,
  pixels: number,
): Float64Array {
  const axis = new Float64Array(pixels)
  for (let i = 0; i < pixels; i++) {
    const wavelength = coefficients.reduceRight((sum, coefficient) => sum * i + coefficient, 0)
    const shift = 1e7 * (1 / excitationNanometres - 1 / wavelength)
    if (!Number.isFinite(shift)) throw invalid('axis.notFinite', i, `${shift} cm-1`)
    if (i > 0 && shift <= axis[i - 1]!)
      throw invalid('axis.notAscending', i, `${shift} cm-1 after ${axis[i - 1]!} cm-1`)
    axis[i] = shift
  }
  return axis
}

function invalid(code: 'axis.notFinite' | 'axis.notAscending', pixel: number, what: string): StokesError {
  return new StokesError(
    code,
    `The wavelength calibration stored in the instrument is not usable: pixel ${pixel} is at ${what}.`,
    {
      tip: 'The instrument needs service.',
    },
  )
}
