import { differencePenalty } from './differencePenalty'
import { singular } from './singular'

/** Solves with W / lam + D'D for differences D and any diagonal W, in its own buffers. */
export interface BandedSolver {
  /** Factorises it and solves (W / lam + D'D) x = W y / lam into `x`. @throws StokesError `numeric.singular` */
  solve(weights: Float64Array, y: Float64Array, x: Float64Array): void
  /** Solves (W / lam + D'D) x = b with the last factorisation, in place. */
  solveAgain(b: Float64Array): void
}

/**
 * LDL' for any order of the differences, float64 throughout: at lam 1e6 the weights lie below the resolution of
 * float32.
 *
 * @param n points, more than `width`
 * @param width order of the differences
 */
export function createBandedSolver(n: number, lam: number, width: number): BandedSolver {
  const bands = differencePenalty(n, width)
  const softness = 1 / lam
  const pivots = new Float64Array(n)
  /** `lower[k][i]` is the element (i + k, i) of L. */
  const lower = bands.map(() => new Float64Array(n))

  function factor(weights: Float64Array) {
    for (let i = 0; i < n; i++) {
      let pivot = bands[0]![i]! + weights[i]! * softness
      for (let k = 1; k <= Math.min(width, i); k++) pivot -= lower[k]![i - k]! ** 2 * pivots[i - k]!
      if (!(pivot > 0)) throw singular(i)
      pivots[i] = pivot
      for (let m = 1; m <= Math.min(width, n - 1 - i); m++) {
        let element = bands[m]![i]!
        for (let k = 1; k <= Math.min(width - m, i); k++) {
          element -= lower[m + k]![i - k]! * lower[k]![i - k]! * pivots[i - k]!
        }
        lower[m]![i] = element / pivot
      }
    }
  }

  function solveAgain(b: Float64Array) {
    for (let i = 0; i < n; i++) {
      for (let k = 1; k <= Math.min(width, i); k++) b[i]! -= lower[k]![i - k]! * b[i - k]!
    }
    for (let i = n - 1; i >= 0; i--) {
      b[i]! /= pivots[i]!
      for (let k = 1; k <= Math.min(width, n - 1 - i); k++) b[i]! -= lower[k]![i]! * b[i + k]!
    }
  }

  return {
    solve(weights, y, x) {
      factor(weights)
      for (let i = 0; i < n; i++) x[i] = weights[i]! * softness * y[i]!
      solveAgain(x)
    },
    solveAgain,
  }
}
