import type { ParametersOf } from '../../contract/recipe'
import { requireFinite } from './requireFinite'
import { requireSameLength } from './requireSameLength'
import { requireSpread } from './requireSpread'

/**
 * Multiplicative scatter correction: each spectrum less the offset and divided by the slope of its straight line
 * against the reference. Geladi, MacDougall and Martens, Appl. Spectrosc. 1985, 39, 491,
 * doi:10.1366/0003702854248656.
 *
 * @param spectra of equal length
 * @param parameters with the reference; left out, it is the mean of the spectra, and the result depends on the
 * batch
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.lengthMismatch`; `spectrum.constant` of
 * the reference or of a spectrum that has no slope against it
 */
export function msc(spectra: readonly Float64Array[], parameters: ParametersOf<'msc'>): Float64Array[] {
  if (!spectra[0]) return []
  const reference = parameters.reference ? Float64Array.from(parameters.reference) : meanOf(spectra)
  const level = mean(reference)
  const deviations = reference.map((value) => value - level)
  const length = Math.sqrt(dot(deviations, deviations))
  requireSpread(length, largest(reference), 'The reference')

  return spectra.map((y) => {
    requireFinite(y)
    requireSameLength(y.length, reference.length, 'the reference')
    const ownLevel = mean(y)
    const own = y.map((value) => value - ownLevel)
    const covariance = dot(own, deviations) / length
    requireSpread(Math.abs(covariance), largest(y))
    return own.map((value) => (value * length) / covariance + level)
  })
}

function meanOf(spectra: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(spectra[0]!.length)
  for (const y of spectra) for (let i = 0; i < sum.length; i++) sum[i]! += y[i]!
  return sum.map((value) => value / spectra.length)
}

function mean(y: Float64Array): number {
  return y.reduce((sum, value) => sum + value, 0) / y.length
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}

function largest(y: Float64Array): number {
  return y.reduce((size, value) => Math.max(size, Math.abs(value)), 0)
}
