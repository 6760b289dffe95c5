import { requirePoints } from './requirePoints'

/** A least squares polynomial of one order on one axis, ready for one spectrum after another. */
export interface PolynomialFit {
  /**
   * The values of the polynomial on the whole axis that is closest to `y` at the points that count.
   * @param values filled and returned
   */
  fit(y: Float64Array, values?: Float64Array): Float64Array
}

/**
 * Polynomials orthonormal over the points that count, by the Arnoldi process on the axis mapped to [-1, 1]: as
 * exact at high order as at low, where powers are not.
 * Brubeck, Nakatsukasa and Trefethen, SIAM Rev. 2021, 63, 405, doi:10.1137/19M130100X.
 *
 * @param axis ascending, cm-1
 * @param counts 1 where a point counts in the fit, 0 where not; all of them if left out
 * @throws StokesError `spectrum.tooShort` where fewer points count than the polynomial has coefficients
 */
export function preparePolynomialFit(axis: Float64Array, order: number, counts?: Uint8Array): PolynomialFit {
  const points = counts ? counts.reduce((sum, one) => sum + one, 0) : axis.length
  requirePoints(points, order + 1, `A polynomial of order ${order}${counts ? ' outside the peaks' : ''}`)
  const n = axis.length
  const middle = (axis[0]! + axis[n - 1]!) / 2
  const halfWidth = (axis[n - 1]! - axis[0]!) / 2 || 1

  const inner = (a: Float64Array, b: Float64Array) => {
    let sum = 0
    for (let i = 0; i < n; i++) if (!counts || counts[i]) sum += a[i]! * b[i]!
    return sum
  }
  const basis: Float64Array[] = []
  for (let k = 0; k <= order; k++) {
    const next = new Float64Array(n)
    const last = basis[k - 1]
    for (let i = 0; i < n; i++) next[i] = last ? ((axis[i]! - middle) / halfWidth) * last[i]! : 1
    // Twice is enough (Kahan): the second pass removes what rounding left of the first.
    for (let pass = 0; pass < 2; pass++) for (const other of basis) subtract(next, other, inner(next, other))
    const norm = Math.sqrt(inner(next, next))
    for (let i = 0; i < n; i++) next[i]! /= norm
    basis.push(next)
  }

  // Two at a time: the sum of one alone waits for each of its additions.
  if (basis.length % 2 === 1) basis.push(new Float64Array(n))
  return {
    fit(y, values = new Float64Array(n)) {
      values.fill(0)
      for (let k = 0; k < basis.length; k += 2) {
        const [one, two] = [basis[k]!, basis[k + 1]!]
        let ofOne = 0
        let ofTwo = 0
        for (let i = 0; i < n; i++) {
          if (counts && !counts[i]) continue
          ofOne += y[i]! * one[i]!
          ofTwo += y[i]! * two[i]!
        }
        for (let i = 0; i < n; i++) values[i] = values[i]! + ofOne * one[i]! + ofTwo * two[i]!
      }
      return values
    },
  }
}

function subtract(from: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < from.length; i++) from[i]! -= factor * vector[i]!
}
