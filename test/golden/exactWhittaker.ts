/**
 * The solution of (W + lam D'D) z = W y, rounded once: LDL' in fixed point of 320 bits, to judge solvers in double
 * precision by. Slow, and sharing nothing with them.
 */
export function exactWhittaker(
  y: Float64Array,
  weights: Float64Array,
  { lam, diff_order }: { lam: number; diff_order: number },
): Float64Array {
  const n = y.length
  const stiffness = toFixed(lam)
  const difference = [[], [-1n, 1n], [1n, -2n, 1n], [-1n, 3n, -3n, 1n]][diff_order]!
  const penalty = (row: number, column: number) => {
    let sum = 0n
    for (let k = Math.max(0, column - diff_order); k <= Math.min(n - 1 - diff_order, row); k++) {
      sum += difference[row - k]! * difference[column - k]!
    }
    return stiffness * sum
  }

  const pivots: bigint[] = []
  /** `factors[i][k]` is the element (i + k, i) of L. */
  const factors: bigint[][] = []
  const z: bigint[] = []
  for (let i = 0; i < n; i++) {
    const reach = Math.min(diff_order, n - 1 - i)
    const row = Array.from({ length: reach + 1 }, (_, k) => penalty(i, i + k))
    const weight = toFixed(weights[i]!)
    row[0]! += weight
    let side = times(weight, toFixed(y[i]!))
    for (let k = 1; k <= Math.min(diff_order, i); k++) {
      const above = factors[i - k]!
      const taken = times(above[k]!, pivots[i - k]!)
      for (let m = 0; m <= reach && k + m < above.length; m++) row[m]! -= times(above[k + m]!, taken)
      side -= times(above[k]!, z[i - k]!)
    }
    pivots.push(row[0]!)
    factors.push(row.map((element) => over(element, row[0]!)))
    z.push(side)
  }
  for (let i = n - 1; i >= 0; i--) {
    z[i] = over(z[i]!, pivots[i]!)
    for (let k = 1; k < factors[i]!.length; k++) z[i]! -= times(factors[i]![k]!, z[i + k]!)
  }
  return Float64Array.from(z, toNumber)
}

const fractionBits = 320n
const doubleBits = 160

function times(a: bigint, b: bigint): bigint {
  return (a * b) >> fractionBits
}

function over(a: bigint, b: bigint): bigint {
  return (a << fractionBits) / b
}

/** Exact for doubles of 1e-30 and more. */
function toFixed(value: number): bigint {
  return BigInt(value * 2 ** doubleBits) << (fractionBits - BigInt(doubleBits))
}

function toNumber(value: bigint): number {
  return Number(value >> (fractionBits - BigInt(doubleBits))) / 2 ** doubleBits
}
