import type { BandedSolver } from './bandedSolver'
import { singular } from './singular'

/**
 * LDL' of a pentadiagonal matrix, eliminated from both ends towards two rows in the middle. A row waits for the
 * division of the row before it; two independent chains keep the processor busy where one leaves it idle, and
 * the forward substitution rides along.
 *
 * @param bands `bands[k][i]` is the element (i, i + k) of P, 3 rows at least; the outermost band is constant,
 * as it is in lam D'D
 */
export function createPentadiagonalSolver(bands: readonly Float64Array[]): BandedSolver {
  const [diagonal, near, far] = bands as [Float64Array, Float64Array, Float64Array]
  const n = diagonal.length
  const c = far[0]!
  /** The middle rows are `half` and `half + 1`. */
  const half = (n - 2) >> 1
  /** The rows eliminated from below: one more than from above where n is odd. */
  const below = n - 2 - half

  /** Of each eliminated row: 1 / pivot, and its multiples in the next two rows inwards. */
  const inverse = new Float64Array(n)
  const first = new Float64Array(n)
  const second = new Float64Array(n)
  const middle = { inverse: 0, factor: 0, lastInverse: 0 }

  function solve(weights: Float64Array, y: Float64Array, x: Float64Array) {
    // From above and from below: the pivot of the row in turn, its coupling to the next row and its right side,
    // and what the row before takes from the next pivot and from the next two right sides.
    let pivot = diagonal[0]! + weights[0]!
    let coupling = near[0]!
    let side = weights[0]! * y[0]!
    let takenPivot = 0
    let takenSide = 0
    let pivotUp = diagonal[n - 1]! + weights[n - 1]!
    let couplingUp = near[n - 2]!
    let sideUp = weights[n - 1]! * y[n - 1]!
    let takenPivotUp = 0
    let takenSideUp = 0

    for (let i = 0; i < below; i++) {
      const j = n - 1 - i
      if (!(pivotUp > 0)) throw singular(j)
      // The square is ready before the division is: the next pivot waits for one product, not for two.
      const squaredUp = couplingUp * couplingUp
      const invUp = 1 / pivotUp
      const oneUp = couplingUp * invUp
      const twoUp = c * invUp
      inverse[j] = invUp
      first[j] = oneUp
      second[j] = twoUp
      x[j] = sideUp
      const weightUp = weights[j - 1]!
      pivotUp = diagonal[j - 1]! + weightUp - takenPivotUp - squaredUp * invUp
      couplingUp = near[j - 2]! - oneUp * c
      const nextSideUp = weightUp * y[j - 1]! - takenSideUp - oneUp * sideUp
      takenPivotUp = twoUp * c
      takenSideUp = twoUp * sideUp
      sideUp = nextSideUp
      if (i === half) break

      if (!(pivot > 0)) throw singular(i)
      const squared = coupling * coupling
      const inv = 1 / pivot
      const one = coupling * inv
      const two = c * inv
      inverse[i] = inv
      first[i] = one
      second[i] = two
      x[i] = side
      const weight = weights[i + 1]!
      pivot = diagonal[i + 1]! + weight - takenPivot - squared * inv
      coupling = near[i + 1]! - one * c
      const nextSide = weight * y[i + 1]! - takenSide - one * side
      takenPivot = two * c
      takenSide = two * side
      side = nextSide
    }

    pivot -= takenPivotUp
    coupling += couplingUp - near[half]!
    middle.inverse = 1 / pivot
    middle.factor = coupling * middle.inverse
    const last = pivotUp - takenPivot - middle.factor * coupling
    if (!(pivot > 0 && last > 0)) throw singular(half)
    middle.lastInverse = 1 / last
    x[half] = side - takenSideUp
    x[half + 1] = sideUp - takenSide
    substituteBack(x)
  }

  function solveAgain(b: Float64Array) {
    let side = b[0]!
    let taken = 0
    let sideUp = b[n - 1]!
    let takenUp = 0
    for (let i = 0; i < below; i++) {
      const j = n - 1 - i
      b[j] = sideUp
      const nextUp = b[j - 1]! - takenUp - first[j]! * sideUp
      takenUp = second[j]! * sideUp
      sideUp = nextUp
      if (i === half) break
      b[i] = side
      const next = b[i + 1]! - taken - first[i]! * side
      taken = second[i]! * side
      side = next
    }
    b[half] = side - takenUp
    b[half + 1] = sideUp - taken
    substituteBack(b)
  }

  /** From the middle outwards. */
  function substituteBack(x: Float64Array) {
    let up1 = (x[half + 1]! - middle.factor * x[half]!) * middle.lastInverse
    let down1 = x[half]! * middle.inverse - middle.factor * up1
    let down2 = up1
    let up2 = down1
    x[half] = down1
    x[half + 1] = up1
    for (let i = half - 1, j = half + 2; j < n; i--, j++) {
      const up = x[j]! * inverse[j]! - second[j]! * up2 - first[j]! * up1
      x[j] = up
      up2 = up1
      up1 = up
      if (i < 0) break
      const down = x[i]! * inverse[i]! - second[i]! * down2 - first[i]! * down1
      x[i] = down
      down2 = down1
      down1 = down
    }
  }

  return { solve, solveAgain }
}
