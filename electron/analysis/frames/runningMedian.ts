/**
 * The median of each value and its neighbours, `halfWidth` to either side; fewer at the ends. What is narrower than the half
 * width leaves no trace in it.
 *
 * @returns a new array; of an even number of values, at an end, the upper of the two middle ones
 */
export function runningMedian(values: Float64Array, halfWidth: number): Float64Array {
  const sorted = new Float64Array(2 * halfWidth + 1)
  let size = 0
  const place = (value: number): number => {
    let lo = 0
    let hi = size
    while (lo < hi) {
      const middle = (lo + hi) >> 1
      if (sorted[middle]! < value) lo = middle + 1
      else hi = middle
    }
    return lo
  }
  const add = (value: number): void => {
    const at = place(value)
    sorted.copyWithin(at + 1, at, size)
    sorted[at] = value
    size += 1
  }
  const remove = (value: number): void => {
    const at = place(value)
    sorted.copyWithin(at, at + 1, size)
    size -= 1
  }

  for (let i = 0; i < Math.min(halfWidth, values.length); i++) add(values[i]!)
  return values.map((_, i) => {
    if (i > halfWidth) remove(values[i - halfWidth - 1]!)
    if (i + halfWidth < values.length) add(values[i + halfWidth]!)
    return sorted[size >> 1]!
  })
}
