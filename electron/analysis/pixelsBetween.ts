/** From the first pixel up to, not including, the second. */
export interface PixelRange {
  from: number
  to: number
}

/**
 * The pixels from the wavenumber `lo` to `hi`, both included; where there is none, `to` is not above `from`.
 * @param axis cm-1, ascending
 */
export function pixelsBetween(axis: Float64Array, lo: number, hi: number): PixelRange {
  const from = firstFrom(axis, lo)
  let to = firstFrom(axis, hi)
  while (axis[to] === hi) to++
  return { from, to }
}

/** The first pixel at a wavenumber or beyond, by bisection; the length of the axis where there is none. */
function firstFrom(axis: Float64Array, wavenumber: number): number {
  let from = 0
  let to = axis.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (axis[middle]! < wavenumber) from = middle + 1
    else to = middle
  }
  return from
}
