import { createBandedSolver } from './bandedSolver'
import { differencePenalty } from './differencePenalty'
import { createPentadiagonalSolver } from './pentadiagonalSolver'
import { requirePoints } from './requirePoints'

/** A weighted Whittaker smoother of one length and stiffness; its buffers serve one spectrum after another. */
export interface Whittaker {
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
  const bands = differencePenalty(n, lam, diffOrder)
  const solver = diffOrder === 2 ? createPentadiagonalSolver(bands) : createBandedSolver(bands)
  const work = new Float64Array(n)

  return {
    solve: (y, weights, smooth) => {
      solver.solve(weights, y, smooth)
    },

    refine(y, weights, smooth) {
      // lam D'D z by differences of z: the bands would cancel catastrophically on a smooth z.
      work.set(smooth)
      for (let order = 0; order < diffOrder; order++) {
        for (let i = 0; i < n - 1 - order; i++) work[i] = work[i + 1]! - work[i]!
        work[n - 1 - order] = 0
      }
      for (let order = diffOrder; order > 0; order--) {
        for (let i = n - order; i > 0; i--) work[i] = work[i - 1]! - work[i]!
        work[0] = -work[0]!
      }
      for (let i = 0; i < n; i++) work[i] = weights[i]! * (y[i]! - smooth[i]!) - lam * work[i]!
      solver.solveAgain(work)
      for (let i = 0; i < n; i++) smooth[i]! += work[i]!
    },
  }
}
