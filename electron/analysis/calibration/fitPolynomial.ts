import { Matrix, inverse } from 'ml-matrix'

/** A polynomial through points with errors. */
export interface FittedPolynomial {
  /** Of the powers of x, constant first. */
  coefficients: number[]
  valueAt: (x: number) => number
  slopeAt: (x: number) => number
  /** Standard uncertainty of the value, from the errors that were given; grows where there are no points. */
  uncertaintyAt: (x: number) => number
}

/**
 * Weighted least squares polynomial. It is solved in x mapped to [-1, 1] and multiplied out: exact to 1e-9 up to order 5
 * over a few thousand pixels.
 *
 * @param errors standard uncertainty of each y
 * @param order below the number of points
 */
export function fitPolynomial(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  errors: ArrayLike<number>,
  order: number,
): FittedPolynomial {
  const points = Array.from(x)
  const low = Math.min(...points)
  const high = Math.max(...points)
  const middle = (low + high) / 2
  const half = (high - low) / 2 || 1
  const powers = (value: number) =>
    Array.from({ length: order + 1 }, (_, k) => ((value - middle) / half) ** k)

  const design = new Matrix(points.map((value, i) => powers(value).map((power) => power / errors[i]!)))
  const target = Matrix.columnVector(points.map((_, i) => y[i]! / errors[i]!))
  const transposed = design.transpose()
  const covariance = inverse(transposed.mmul(design))
  const scaled = covariance.mmul(transposed).mmul(target).to1DArray()

  const coefficients = expand(scaled, middle, half)
  return {
    coefficients,
    valueAt: (value) => polynomialAt(coefficients, value),
    slopeAt: (value) => slopeAt(coefficients, value),
    uncertaintyAt: (value) => {
      const row = Matrix.rowVector(powers(value))
      return Math.sqrt(row.mmul(covariance).mmul(row.transpose()).get(0, 0))
    },
  }
}

/** Value of a polynomial, constant first, at x. */
export function polynomialAt(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)
}

/** Slope of a polynomial, constant first, at x. */
export function slopeAt(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient, k) => (k === 0 ? sum : sum * x + k * coefficient), 0)
}

/** Coefficients of the powers of x from those of the powers of (x - middle) / half. */
function expand(scaled: readonly number[], middle: number, half: number): number[] {
  return scaled.reduceRight<number[]>((sum, coefficient) => {
    const next = [coefficient, ...sum.map((value) => value / half)]
    sum.forEach((value, k) => (next[k]! -= (value * middle) / half))
    return next
  }, [])
}
