/** The sum, in four parts: one alone waits for each of its additions. */
export function sumOf(y: Float64Array): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let i = 0
  for (; i + 3 < y.length; i += 4) {
    a += y[i]!
    b += y[i + 1]!
    c += y[i + 2]!
    d += y[i + 3]!
  }
  for (; i < y.length; i++) a += y[i]!
  return a + b + (c + d)
}

/** The sum of the squares, in four parts. */
export function sumOfSquares(y: Float64Array): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let i = 0
  for (; i + 3 < y.length; i += 4) {
    a += y[i]! * y[i]!
    b += y[i + 1]! * y[i + 1]!
    c += y[i + 2]! * y[i + 2]!
    d += y[i + 3]! * y[i + 3]!
  }
  for (; i < y.length; i++) a += y[i]! * y[i]!
  return a + b + (c + d)
}
