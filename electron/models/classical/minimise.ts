import { dot } from './designMatrix'

export interface MinimiseOptions {
  /** Largest component of the gradient at which the minimum counts as found. @default 1e-5 */
  tolerance?: number
  /** @default 1000 */
  iterations?: number
  /** Steps that the curvature is learnt from. @default 10 */
  memory?: number
}

/**
 * The minimum of a smooth convex function by L-BFGS (Liu and Nocedal, 10.1007/BF01589116) with backtracking (Armijo).
 *
 * @param objective its value, having filled in its gradient
 */
export function minimise(
  objective: (at: Float64Array, gradient: Float64Array) => number,
  start: Float64Array,
  { tolerance = 1e-5, iterations = 1000, memory = 10 }: MinimiseOptions = {},
): Float64Array {
  let at = Float64Array.from(start)
  let gradient = new Float64Array(at.length)
  let value = objective(at, gradient)
  const past: { step: Float64Array; change: Float64Array; curvature: number }[] = []

  for (let iteration = 0; iteration < iterations; iteration++) {
    if (gradient.every((slope) => Math.abs(slope) <= tolerance)) break
    const direction = descent(gradient, past)
    const slope = dot(direction, gradient)
    let length = past.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1
    let next = at
    const nextGradient = new Float64Array(at.length)
    let nextValue = Infinity
    for (; length > 1e-12; length /= 2) {
      const along = length
      next = at.map((coordinate, i) => coordinate + along * direction[i]!)
      nextValue = objective(next, nextGradient)
      if (nextValue <= value + 1e-4 * length * slope) break
    }
    // Nothing lower can be told apart from here in double precision.
    if (!(nextValue < value)) break
    const step = next.map((coordinate, i) => coordinate - at[i]!)
    const change = nextGradient.map((component, i) => component - gradient[i]!)
    const curvature = dot(step, change)
    if (curvature > 0) past.push({ step, change, curvature })
    if (past.length > memory) past.shift()
    at = next
    gradient = nextGradient
    value = nextValue
  }
  return at
}

/** The gradient times the inverse of what is known of the curvature, downwards (the two-loop recursion). */
function descent(
  gradient: Float64Array,
  past: readonly { step: Float64Array; change: Float64Array; curvature: number }[],
): Float64Array {
  const direction = gradient.map((slope) => -slope)
  const add = (factor: number, vector: Float64Array) => {
    for (let i = 0; i < direction.length; i++) direction[i]! += factor * vector[i]!
  }
  const shares = new Float64Array(past.length)
  for (let k = past.length - 1; k >= 0; k--) {
    const { step, change, curvature } = past[k]!
    shares[k] = dot(step, direction) / curvature
    add(-shares[k]!, change)
  }
  const last = past.at(-1)
  if (last) {
    const scale = last.curvature / dot(last.change, last.change)
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale
  }
  past.forEach(({ step, change, curvature }, k) => {
    add(shares[k]! - dot(change, direction) / curvature, step)
  })
  return direction
}
