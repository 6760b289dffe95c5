import type { BandedSolver } from './bandedSolver'
import { differencePenalty } from './differencePenalty'
import { singular } from './singular'

/** Numbers kept of a pair of rows: `outer`, `across`, `inner`. */
const KEPT = 3

/**
 * LDL' of W / lam + D'D for second differences D, in pairs of rows from both ends towards a pair in the middle.
 * A pair waits for the division of the pair before it, so pairs wait half as often as rows would; two independent
 * chains keep the processor busy where one leaves it idle, and the forward substitution rides along. Where the
 * number of rows is odd, the last one is eliminated alone before all others.
 *
 * Of a pair P = [a b; b c], the outer row first, 1 / P = [outer across; across inner] is kept. It couples to the next
 * one inwards by C = [1 0; g 1], g being beside the diagonal.
 *
 * @param n points, 3 at least
 */
export function createPentadiagonalSolver(n: number, lam: number): BandedSolver {
  const bands = differencePenalty(n, 2) as [Float64Array, Float64Array]
  const softness = 1 / lam
  const pairs = n >> 1
  const above = (pairs - 1) >> 1
  const below = pairs - 1 - above
  /** The last row of the pairs, and the row after it where the number of rows is odd. */
  const end = 2 * pairs - 1
  const alone = end + 1
  const odd = alone < n
  const kept = new Float64Array(KEPT * pairs)
  let aloneInverse = 0
  let aloneBeside = 0

  function solve(weights: Float64Array, y: Float64Array, x: Float64Array) {
    const [diagonal, near] = bands
    const factors = kept
    // What those before take from a pair and from its right side.
    let takenOuter = 0
    let takenAcross = 0
    let takenInner = 0
    let takenSide = 0
    let takenSideInner = 0
    if (odd) {
      const g = near[end]!
      const weight = weights[alone]! * softness
      const pivot = diagonal[alone]! + weight
      const side = weight * y[alone]!
      aloneInverse = 1 / pivot
      aloneBeside = g * aloneInverse
      if (!(pivot > 0 && aloneInverse > 0)) throw singular(alone)
      x[alone] = side * aloneInverse
      takenOuter = g * aloneBeside
      takenAcross = aloneBeside
      takenInner = aloneInverse
      takenSide = aloneBeside * side
      takenSideInner = aloneInverse * side
    }

    // The pair in turn and its right side, from above and, with names in "Up", from below.
    let weight = weights[0]! * softness
    let weightInner = weights[1]! * softness
    let a = diagonal[0]! + weight
    let b = near[0]!
    let c = diagonal[1]! + weightInner
    let side = weight * y[0]!
    let sideInner = weightInner * y[1]!
    weight = weights[end]! * softness
    weightInner = weights[end - 1]! * softness
    let aUp = diagonal[end]! + weight - takenOuter
    let bUp = near[end - 1]! - takenAcross
    let cUp = diagonal[end - 1]! + weightInner - takenInner
    let sideUp = weight * y[end]! - takenSide
    let sideInnerUp = weightInner * y[end - 1]! - takenSideInner

    for (let pair = 0; pair < below; pair++) {
      const j = end - 2 * pair
      const kUp = KEPT * (pairs - 1 - pair)
      const determinantUp = aUp * cUp - bUp * bUp
      const inverseUp = 1 / determinantUp
      if (!(aUp > 0 && determinantUp > 0 && inverseUp > 0)) throw singular(j)
      const gUp = near[j - 2]!
      // All of this is ready before the division is.
      const rowUp = cUp - gUp * bUp
      const columnUp = gUp * aUp - bUp
      takenOuter = (rowUp + gUp * columnUp) * inverseUp
      takenAcross = columnUp * inverseUp
      takenInner = aUp * inverseUp
      const acrossUp = -bUp * inverseUp
      const outerUp = cUp * inverseUp
      factors[kUp] = outerUp
      factors[kUp + 1] = acrossUp
      factors[kUp + 2] = takenInner
      const xUp = outerUp * sideUp + acrossUp * sideInnerUp
      takenSideInner = takenInner * sideInnerUp + acrossUp * sideUp
      takenSide = xUp + gUp * takenSideInner
      x[j] = xUp
      x[j - 1] = takenSideInner
      weight = weights[j - 2]! * softness
      weightInner = weights[j - 3]! * softness
      aUp = diagonal[j - 2]! + weight - takenOuter
      bUp = near[j - 3]! - takenAcross
      cUp = diagonal[j - 3]! + weightInner - takenInner
      sideUp = weight * y[j - 2]! - takenSide
      sideInnerUp = weightInner * y[j - 3]! - takenSideInner
      if (pair === above) break

      const i = 2 * pair
      const k = KEPT * pair
      const determinant = a * c - b * b
      const inverse = 1 / determinant
      if (!(a > 0 && determinant > 0 && inverse > 0)) throw singular(i)
      const g = near[i + 1]!
      const row = c - g * b
      const column = g * a - b
      const beside = column * inverse
      const inner = a * inverse
      const across = -b * inverse
      const outer = c * inverse
      factors[k] = outer
      factors[k + 1] = across
      factors[k + 2] = inner
      const xOuter = outer * side + across * sideInner
      const xInner = inner * sideInner + across * side
      x[i] = xOuter
      x[i + 1] = xInner
      weight = weights[i + 2]! * softness
      weightInner = weights[i + 3]! * softness
      a = diagonal[i + 2]! + weight - (row + g * column) * inverse
      b = near[i + 2]! - beside
      c = diagonal[i + 3]! + weightInner - inner
      side = weight * y[i + 2]! - (xOuter + g * xInner)
      sideInner = weightInner * y[i + 3]! - xInner
    }

    a -= takenInner
    b -= takenAcross
    c -= takenOuter
    side -= takenSideInner
    sideInner -= takenSide
    const determinant = a * c - b * b
    const inverse = 1 / determinant
    if (!(a > 0 && determinant > 0 && inverse > 0)) throw singular(2 * above)
    const k = KEPT * above
    factors[k] = c * inverse
    factors[k + 1] = -b * inverse
    factors[k + 2] = a * inverse
    x[2 * above] = factors[k] * side + factors[k + 1]! * sideInner
    x[2 * above + 1] = factors[k + 2]! * sideInner + factors[k + 1]! * side
    substituteBack(x)
  }

  function solveAgain(b: Float64Array) {
    const [, near] = bands
    const factors = kept
    let takenSide = 0
    let takenSideInner = 0
    if (odd) {
      takenSide = aloneBeside * b[alone]!
      takenSideInner = aloneInverse * b[alone]!
      b[alone]! *= aloneInverse
    }
    let side = b[0]!
    let sideInner = b[1]!
    let sideUp = b[end]! - takenSide
    let sideInnerUp = b[end - 1]! - takenSideInner
    for (let pair = 0; pair < below; pair++) {
      const j = end - 2 * pair
      const kUp = KEPT * (pairs - 1 - pair)
      const xUp = factors[kUp]! * sideUp + factors[kUp + 1]! * sideInnerUp
      takenSideInner = factors[kUp + 2]! * sideInnerUp + factors[kUp + 1]! * sideUp
      takenSide = xUp + near[j - 2]! * takenSideInner
      b[j] = xUp
      b[j - 1] = takenSideInner
      sideUp = b[j - 2]! - takenSide
      sideInnerUp = b[j - 3]! - takenSideInner
      if (pair === above) break

      const i = 2 * pair
      const k = KEPT * pair
      const xOuter = factors[k]! * side + factors[k + 1]! * sideInner
      const xInner = factors[k + 2]! * sideInner + factors[k + 1]! * side
      b[i] = xOuter
      b[i + 1] = xInner
      side = b[i + 2]! - (xOuter + near[i + 1]! * xInner)
      sideInner = b[i + 3]! - xInner
    }
    side -= takenSideInner
    sideInner -= takenSide
    const k = KEPT * above
    b[2 * above] = factors[k]! * side + factors[k + 1]! * sideInner
    b[2 * above + 1] = factors[k + 2]! * sideInner + factors[k + 1]! * side
    substituteBack(b)
  }

  /** From the middle outwards, by (1 / P) C = [ahead across; beside inner]. */
  function substituteBack(x: Float64Array) {
    const [, near] = bands
    const factors = kept
    let outer = x[2 * above]!
    let inner = x[2 * above + 1]!
    let outerUp = inner
    let innerUp = outer
    for (let pair = above - 1, up = above + 1; up < pairs; pair--, up++) {
      const j = 2 * up + 1
      const kUp = KEPT * up
      const gUp = near[j - 2]!
      const aheadUp = factors[kUp]! + gUp * factors[kUp + 1]!
      const besideUp = factors[kUp + 1]! + gUp * factors[kUp + 2]!
      const xUp = x[j]! - (aheadUp * outerUp + factors[kUp + 1]! * innerUp)
      innerUp = x[j - 1]! - (besideUp * outerUp + factors[kUp + 2]! * innerUp)
      outerUp = xUp
      x[j] = outerUp
      x[j - 1] = innerUp
      if (pair < 0) continue

      const i = 2 * pair
      const k = KEPT * pair
      const g = near[i + 1]!
      const ahead = factors[k]! + g * factors[k + 1]!
      const beside = factors[k + 1]! + g * factors[k + 2]!
      const xOuter = x[i]! - (ahead * outer + factors[k + 1]! * inner)
      inner = x[i + 1]! - (beside * outer + factors[k + 2]! * inner)
      outer = xOuter
      x[i] = outer
      x[i + 1] = inner
    }
    if (odd) x[alone] = x[alone]! - (aloneBeside * x[end]! + aloneInverse * x[end - 1]!)
  }

  return { solve, solveAgain }
}
