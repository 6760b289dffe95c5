/** The median: the middle value, or the mean of the two middle ones. */
export function median(values: Float64Array): number {
  return medianInPlace(values.slice())
}

/** {@link median} of values that it may put into another order. Quickselect: Hoare, doi:10.1145/366622.366647. */
export function medianInPlace(v: Float64Array): number {
  const middle = v.length >> 1
  let lo = 0
  let hi = v.length - 1
  while (lo < hi) {
    const pivot = v[(lo + hi) >> 1]!
    let i = lo
    let j = hi
    while (i <= j) {
      while (v[i]! < pivot) i++
      while (v[j]! > pivot) j--
      if (i <= j) {
        const swapped = v[i]!
        v[i++] = v[j]!
        v[j--] = swapped
      }
    }
    if (middle <= j) hi = j
    else if (middle >= i) lo = i
    else break
  }
  const upper = v[middle]!
  if (v.length % 2 === 1) return upper
  let lower = -Infinity
  for (let i = 0; i < middle; i++) lower = Math.max(lower, v[i]!)
  return (lower + upper) / 2
}
