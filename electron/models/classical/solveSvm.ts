export interface SvmProblem {
  /** Kernel of each example with each, [examples, examples]. */
  gram: Float64Array
  /** 1 or -1. */
  signs: Int8Array
  /** Largest multiplier of each example: C times what it counts. */
  bounds: Float64Array
  /** How far the optimality conditions may be missed. @default 1e-3 */
  tolerance?: number
  /** @default 100 an example, at least ten million, as LIBSVM */
  iterations?: number
}

export interface SvmSolution {
  /** Multiplier times sign; 0 for what is no support vector. The decision is Σ coefficient · kernel + bias. */
  coefficients: Float64Array
  bias: number
}

/** In place of a curvature that is not positive. */
const TAU = 1e-12

/**
 * The dual of a support vector classifier by sequential minimal optimisation, pairs chosen by second-order information
 * (Fan, Chen and Lin, JMLR 6, 2005, 1889): what LIBSVM does, without shrinking. In its terms `error` is -y ∇f, and a
 * coefficient is y α.
 */
export function solveSvm({ gram, signs, bounds, tolerance = 1e-3, iterations }: SvmProblem): SvmSolution {
  const count = signs.length
  const most = iterations ?? Math.max(1e7, 100 * count)
  const coefficients = new Float64Array(count)
  const upper = bounds.map((bound, i) => (signs[i]! > 0 ? bound : 0))
  const lower = bounds.map((bound, i) => (signs[i]! > 0 ? 0 : -bound))
  const error = Float64Array.from(signs)

  let highest = -Infinity
  let lowest = Infinity
  for (let iteration = 0; iteration < most; iteration++) {
    highest = -Infinity
    lowest = Infinity
    let up = -1
    for (let t = 0; t < count; t++) {
      if (coefficients[t]! < upper[t]! && error[t]! > highest) {
        highest = error[t]!
        up = t
      }
      if (coefficients[t]! > lower[t]! && error[t]! < lowest) lowest = error[t]!
    }
    if (highest - lowest < tolerance) break

    const upRow = gram.subarray(up * count, (up + 1) * count)
    let down = -1
    let greatest = 0
    let step = 0
    for (let t = 0; t < count; t++) {
      const gap = highest - error[t]!
      if (gap <= 0 || coefficients[t]! <= lower[t]!) continue
      const curvature = Math.max(upRow[up]! + gram[t * (count + 1)]! - 2 * upRow[t]!, TAU)
      const gain = (gap * gap) / curvature
      if (gain > greatest) {
        greatest = gain
        down = t
        step = gap / curvature
      }
    }

    const room = upper[up]! - coefficients[up]!
    const fall = coefficients[down]! - lower[down]!
    step = Math.min(step, room, fall)
    // Exactly at the bound, or rounding leaves a step of nothing to be taken for ever.
    coefficients[up] = step === room ? upper[up]! : coefficients[up]! + step
    coefficients[down] = step === fall ? lower[down]! : coefficients[down]! - step
    const downRow = gram.subarray(down * count, (down + 1) * count)
    for (let t = 0; t < count; t++) error[t]! -= step * (upRow[t]! - downRow[t]!)
  }
  return { coefficients, bias: biasOf(coefficients, lower, upper, error) ?? (highest + lowest) / 2 }
}

/** The mean error of the examples on the margin, null where there are none. */
function biasOf(
  coefficients: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  error: Float64Array,
): number | null {
  let sum = 0
  let free = 0
  coefficients.forEach((coefficient, t) => {
    if (coefficient <= lower[t]! || coefficient >= upper[t]!) return
    sum += error[t]!
    free += 1
  })
  return free === 0 ? null : sum / free
}
