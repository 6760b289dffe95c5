/**
 * The weights with which the points of a window make up the derivative of their least squares polynomial.
 * Gram polynomials: Gorry, Anal. Chem. 1990, 62, 570, doi:10.1021/ac00205a007.
 *
 * @param half points on either side of the window's centre
 * @param order of the polynomial, at most `2 * half`
 * @param derivative per point; 0 for the value
 * @param at where, in points from the centre
 */
export function savgolWeights(half: number, order: number, derivative: number, at: number): Float64Array {
  const target = gramPolynomials(half, order, derivative, at)
  return Float64Array.from({ length: 2 * half + 1 }, (_, index) => {
    const here = gramPolynomials(half, order, 0, index - half)
    let weight = 0
    let norm = 1
    for (let k = 0; k <= order; k++) {
      norm *= k === 0 ? 1 / (2 * half + 1) : (2 * half - k + 1) / (2 * half + k + 1)
      weight += (2 * k + 1) * norm * here[k]! * target[k]!
    }
    return weight
  })
}

/** The derivatives at `x` of the Gram polynomials of order 0 to `order` on the points -half … half. */
function gramPolynomials(half: number, order: number, derivative: number, x: number): number[] {
  let lower: number[] = []
  let values: number[] = []
  for (let d = 0; d <= derivative; d++) {
    values = [d === 0 ? 1 : 0]
    for (let k = 1; k <= order; k++) {
      const scale = k * (2 * half - k + 1)
      const slope = x * values[k - 1]! + d * (lower[k - 1] ?? 0)
      values[k] = ((4 * k - 2) / scale) * slope - (((k - 1) * (2 * half + k)) / scale) * (values[k - 2] ?? 0)
    }
    lower = values
  }
  return values
}
