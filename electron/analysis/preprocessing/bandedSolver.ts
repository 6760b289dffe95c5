import { singular } from './singular'

/** Solves with W + P for a fixed banded symmetric P and any diagonal W, in its own buffers. */
export interface BandedSolver {
  /** Factorises W + P and solves (W + P) x = W y into `x`. @throws StokesError `numeric.singular` */
  solve(weights: Float64Array, y: Float64Array, x: Float64Array): void
  /** Solves (W + P) x = b with the last factorisation, in place. */
  solveAgain(b: Float64Array): void
}

/**
 * LDL' for any bandwidth, float64 throughout: at lam 1e6 the weights lie below the resolution of float32.
 * @param bands `bands[k][i]` is the element (i, i + k) of P
 */
export function createBandedSolver(bands: readonly Float64Array[]): BandedSolver {
  const n = bands[0]!.length
  const width = bands.length - 1
  const pivots = new Float64Array(n)
  /** `lower[k][i]` is the element (i + k, i) of L. */
  const lower = bands.map(() => new Float64Array(n))

  function factor(weights: Float64Array) {
    for (let i = 0; i < n; i++) {
      let pivot = bands[0]![i]! + weights[i]!
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
      for (let i = 0; i < n; i++) x[i] = weights[i]! * y[i]!
      solveAgain(x)
    },
    solveAgain,
  }
}
