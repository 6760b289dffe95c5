/**
 * The median of each value and its neighbours, `halfWidth` to either side; fewer at the ends. What is narrower than the half
 * width leaves no trace in it.
 *
 * @param values finite
 * @param medians filled and returned; of an even number of values, at an end, the upper of the two middle ones
 */
export function runningMedian(
  values: Float64Array,
  halfWidth: number,
  medians = new Float64Array(values.length),
): Float64Array {
  const n = values.length
  // Those around the value, in order, between infinities: these stand also for what lies beyond the ends.
  const window = new Float64Array(2 * halfWidth + 3).fill(Infinity)
  window[0] = -Infinity
  for (let i = -halfWidth; i < n; i++) {
    const leaving = i > halfWidth ? values[i - halfWidth - 1]! : Infinity
    const entering = i + halfWidth < n ? values[i + halfWidth]! : Infinity
    let at = 1
    while (window[at]! < leaving) at++
    if (entering < leaving) for (; window[at - 1]! > entering; at--) window[at] = window[at - 1]!
    else for (; window[at + 1]! < entering; at++) window[at] = window[at + 1]!
    window[at] = entering
    const size = Math.min(n, i + halfWidth + 1) - Math.max(0, i - halfWidth)
    if (i >= 0) medians[i] = window[1 + (size >> 1)]!
  }
  return medians
}
