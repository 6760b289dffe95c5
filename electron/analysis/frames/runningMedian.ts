/**
 * The median of each value and its neighbours, `halfWidth` to either side; fewer at the ends. What is narrower than the half
 * width leaves no trace in it.
 *
 * @returns a new array; of an even number of values, at an end, the upper of the two middle ones
 */
export function runningMedian(values: Float64Array, halfWidth: number): Float64Array {
  const n = values.length
  const medians = new Float64Array(n)
  /** Those around the value, in order. */
  const window = new Float64Array(2 * halfWidth + 1)
  let size = 0
  for (let i = 0; i < Math.min(halfWidth, n); i++) settle(window, size++, values[i]!)
  for (let i = 0; i < n; i++) {
    const entering = i + halfWidth < n
    if (i > halfWidth) {
      const leaving = values[i - halfWidth - 1]!
      let at = 0
      while (at < size - 1 && window[at] !== leaving) at++
      if (entering) settle(window, at, values[i + halfWidth]!, size)
      else {
        size--
        for (; at < size; at++) window[at] = window[at + 1]!
      }
    } else if (entering) settle(window, size++, values[i + halfWidth]!)
    medians[i] = window[size >> 1]!
  }
  return medians
}

/** Puts a value in the place of the one at `at`, and moves it to where it belongs among the first `size`. */
function settle(window: Float64Array, at: number, value: number, size = at + 1): void {
  for (; at > 0 && window[at - 1]! > value; at--) window[at] = window[at - 1]!
  for (; at < size - 1 && window[at + 1]! < value; at++) window[at] = window[at + 1]!
  window[at] = value
}
