import { createBandedSolver } from './bandedSolver'
import { createPentadiagonalSolver } from './pentadiagonalSolver'
import { requirePoints } from './requirePoints'

/** A weighted Whittaker smoother of one length and stiffness; its buffers serve one spectrum after another. */
export interface Whittaker {
  /** For what is fitted with it, which is valid until the next fit. */
  room: { baseline: Float64Array; weights: Float64Array; next: Float64Array }
  /** The z that minimises sum w (y - z)^2 + lam |D z|^2, written into `smooth`. */
  solve(y: Float64Array, weights: Float64Array, smooth: Float64Array): void
  /** One step of iterative refinement of the last solution, in place. */
  refine(y: Float64Array, weights: Float64Array, smooth: Float64Array): void
}

/**
 * Solves (W + lam D'D) z = W y. Eilers, Anal. Chem. 2003, 75, 3631, doi:10.1021/ac034173t.
 *
 * @param n points, more than `diffOrder`
 * @param diffOrder order of the difference D
 * @throws StokesError `spectrum.tooShort`; when solving `numeric.singular`
 */
export function createWhittaker(n: number, lam: number, diffOrder: number): Whittaker {
  requirePoints(n, diffOrder + 1, `A baseline with differences of order ${diffOrder}`)
  const solver = diffOrder === 2 ? createPentadiagonalSolver(n, lam) : createBandedSolver(n, lam, diffOrder)
  const softness = 1 / lam
  const work = new Float64Array(n)

  return {
    room: { baseline: new Float64Array(n), weights: new Float64Array(n), next: new Float64Array(n) },

    solve: (y, weights, smooth) => {
      solver.solve(weights, y, smooth)
    },

    refine(y, weights, smooth) {
      // D'D z by differences of z: the bands would cancel catastrophically on a smooth z.
      work.set(smooth)
      for (let length = n - 1; length >= n - diffOrder; length--) difference(work, length)
      for (let length = n - diffOrder; length < n; length++) transposedDifference(work, length)
      for (let i = 0; i < n; i++) work[i] = weights[i]! * softness * (y[i]! - smooth[i]!) - work[i]!
      solver.solveAgain(work)
      for (let i = 0; i < n; i++) smooth[i]! += work[i]!
    },
  }
}

/** The `length` differences of the first `length + 1` values, in place, and a 0 after them. */
function difference(values: Float64Array, length: number): void {
  let here = values[0]!
  for (let i = 0; i < length; i++) {
    const next = values[i + 1]!
    values[i] = next - here
    here = next
  }
  values[length] = 0
}

/** The transpose of {@link difference}: `length` values become `length + 1`, in place. */
function transposedDifference(values: Float64Array, length: number): void {
  let before = 0
  for (let i = 0; i <= length; i++) {
    const here = values[i]!
    values[i] = before - here
    before = here
  }
}
