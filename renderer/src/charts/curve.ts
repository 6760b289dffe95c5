/** One line of a chart: as many wavenumbers (cm-1, ascending) as values. */
export interface Curve {
  wavenumbers: ArrayLike<number>
  values: ArrayLike<number>
}

/**
 * The part of a curve from one wavenumber to another as ECharts takes it without an object for each point:
 * `x0, y0, x1, y1, …`.
 */
export function interleave({ wavenumbers, values }: Curve, from: number, to: number): Float64Array {
  const points = new Float64Array(values.length * 2)
  let end = 0
  for (let i = 0; i < values.length; i++) {
    const wavenumber = wavenumbers[i]!
    if (wavenumber < from || wavenumber > to) continue
    points[end++] = wavenumber
    points[end++] = values[i]!
  }
  return points.subarray(0, end)
}

/** The value of the curve's point next to a wavenumber; null outside the curve. */
export function valueAt({ wavenumbers, values }: Curve, wavenumber: number): number | null {
  const last = wavenumbers.length - 1
  if (last < 1 || wavenumber < wavenumbers[0]! || wavenumber > wavenumbers[last]!) return null
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (wavenumbers[middle]! <= wavenumber) low = middle
    else high = middle
  }
  const nearest = wavenumber - wavenumbers[low]! <= wavenumbers[high]! - wavenumber ? low : high
  return values[nearest]!
}
