/** The median: the middle value, or the mean of the two middle ones. */
export function median(values: Float64Array): number {
  return medianInPlace(values.slice())
}

/**
 * {@link median} of values that it may put into another order. Quickselect (Hoare, doi:10.1145/366622.366647) whose passes
 * count comparisons instead of branching on them: on noise, half of the branches would be taken unforeseen.
 */
export function medianInPlace(v: Float64Array): number {
  const middle = v.length >> 1
  let lo = 0
  let hi = v.length - 1
  while (lo < hi) {
    const quarter = (hi - lo) >> 2
    const pivot = middleOf(v[lo + quarter]!, v[lo + 2 * quarter]!, v[lo + 3 * quarter]!)
    let end = lo
    for (let i = lo; i <= hi; i++) {
      const value = v[i]!
      v[i] = v[end]!
      v[end] = value
      end += Number(value < pivot)
    }
    if (middle < end) hi = end - 1
    else if (end > lo) lo = end
    else {
      // None is lower: those like it come first.
      for (let i = lo; i <= hi; i++) {
        const value = v[i]!
        v[i] = v[end]!
        v[end] = value
        end += Number(!(value > pivot))
      }
      if (middle < end) break
      lo = end
    }
  }
  const upper = v[middle]!
  if (v.length % 2 === 1) return upper
  let lower = -Infinity
  for (let i = 0; i < middle; i++) if (v[i]! > lower) lower = v[i]!
  return (lower + upper) / 2
}

const middleOf = (a: number, b: number, c: number) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
