const TERMS = 10_000
const PRECISION = 1e-15

/** Coefficients of Lanczos for g = 7. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** ln of the gamma function, for x > 0 (Lanczos, 10.1137/0701008). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const sum = LANCZOS.reduce(
    (total, coefficient, i) => total + (i === 0 ? coefficient : coefficient / (x - 1 + i)),
    0,
  )
  const t = x + 6.5
  return Math.log(Math.sqrt(2 * Math.PI) * sum) + (x - 0.5) * Math.log(t) - t
}

/**
 * The chance that chi-squared of these degrees of freedom (any positive number) exceeds x: the upper regularised
 * incomplete gamma function, by its series below the mean and its continued fraction above (Abramowitz and Stegun,
 * 6.5.29 and 6.5.31). Of one degree of freedom it is the two-sided p value of z at x = z².
 */
export function chiSquaredTail(x: number, degrees: number): number {
  if (Number.isNaN(x)) return NaN
  if (x <= 0) return 1
  const a = degrees / 2
  const half = x / 2
  const front = Math.exp(a * Math.log(half) - half - logGamma(a))
  if (half < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < TERMS && term > PRECISION * sum; n++) {
      term *= half / (a + n)
      sum += term
    }
    return 1 - front * sum
  }
  // Modified Lentz's method.
  let b = half + 1 - a
  let c = Infinity
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < TERMS; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / (b + numerator * d)
    c = b + numerator / c
    fraction *= c * d
    if (Math.abs(c * d - 1) < PRECISION) break
  }
  return front * fraction
}

/** The x that chi-squared exceeds with this chance, by bisection. */
export function chiSquaredLimit(chance: number, degrees: number): number {
  let low = 0
  let high = degrees + 1
  while (chiSquaredTail(high, degrees) > chance) high *= 2
  for (let halving = 0; halving < 100; halving++) {
    const middle = (low + high) / 2
    if (chiSquaredTail(middle, degrees) > chance) low = middle
    else high = middle
  }
  return (low + high) / 2
}
