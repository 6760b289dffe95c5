import type { ParametersOf } from '../../contract/recipe'
import { preparePolynomialFit, type PolynomialFit } from './polynomialFit'
import { relativeChange } from './relativeChange'
import { requireAscending } from './requireAscending'
import { requireFinite } from './requireFinite'

/** A polynomial baseline and how it was reached. */
export interface PolynomialBaseline {
  /** One value per point, in the unit of the spectrum. */
  baseline: Float64Array
  iterations: number
  converged: boolean
}

/**
 * The modified polynomial baseline: fit, cut the spectrum down to the fit, until the fit no longer changes.
 * Lieber and Mahadevan-Jansen, Appl. Spectrosc. 2003, 57, 1363, doi:10.1366/000370203322554518; comparing with
 * the spectrum of the iteration as Gan, Ruan and Mo, Chemom. Intell. Lab. Syst. 2006, 82, 59,
 * doi:10.1016/j.chemolab.2005.08.009.
 *
 * @param axis ascending, cm-1
 * @param y intensities
 * @param polynomial the fit of this axis and order, to use again
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.tooShort`, `axis.notAscending`
 */
export function modpoly(
  axis: Float64Array,
  y: Float64Array,
  { poly_order, tol, max_iter }: ParametersOf<'modpoly'>,
  polynomial: PolynomialFit = preparePolynomialFit(axis, poly_order),
): PolynomialBaseline {
  requireAscending(axis)
  requireFinite(y)
  const cut = y.slice()
  let baseline = polynomial.fit(cut)
  for (let iterations = 1; ; iterations++) {
    const before = baseline
    for (let i = 0; i < cut.length; i++) cut[i] = Math.min(cut[i]!, before[i]!)
    baseline = polynomial.fit(cut)
    const converged = relativeChange(before, baseline) < tol
    if (converged || iterations === max_iter) return { baseline, iterations, converged }
  }
}
