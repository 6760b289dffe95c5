import type { ParametersOf } from '../../contract/recipe'
import type { PolynomialBaseline } from './modpoly'
import { preparePolynomialFit, type PolynomialFit } from './polynomialFit'
import { requireAscending } from './requireAscending'
import { requireFinite } from './requireFinite'

/**
 * The improved modified polynomial baseline: peaks that stand out of the first fit by a standard deviation are
 * left out for good, then the spectrum is cut down to the fit plus a standard deviation, until that deviation no
 * longer changes. Zhao, Lui, McLean and Zeng, Appl. Spectrosc. 2007, 61, 1225, doi:10.1366/000370207782597003.
 *
 * @param axis ascending, cm-1
 * @param y intensities
 * @param polynomial the fit of this axis and order to all points, to use again
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.tooShort` (also where too few points
 * remain without the peaks), `axis.notAscending`
 */
export function imodpoly(
  axis: Float64Array,
  y: Float64Array,
  { poly_order, tol, max_iter }: ParametersOf<'imodpoly'>,
  polynomial: PolynomialFit = preparePolynomialFit(axis, poly_order),
): PolynomialBaseline {
  requireAscending(axis)
  requireFinite(y)
  let baseline = polynomial.fit(y)
  let deviation = spread(y, baseline)
  const counts = Uint8Array.from(y, (value, i) => (value > baseline[i]! + deviation ? 0 : 1))
  const withoutPeaks = preparePolynomialFit(axis, poly_order, counts)

  const cut = y.slice()
  for (let iterations = 1; ; iterations++) {
    for (let i = 0; i < cut.length; i++) cut[i] = Math.min(cut[i]!, baseline[i]! + deviation)
    baseline = withoutPeaks.fit(cut)
    const before = deviation
    deviation = spread(cut, baseline)
    const change = Math.abs(deviation - before) / Math.max(deviation, Number.EPSILON)
    if (change < tol || iterations === max_iter) return { baseline, iterations, converged: change < tol }
  }
}

/** The standard deviation of y - baseline. */
function spread(y: Float64Array, baseline: Float64Array): number {
  const residual = y.map((value, i) => value - baseline[i]!)
  const mean = residual.reduce((sum, value) => sum + value, 0) / y.length
  return Math.sqrt(residual.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length)
}
