/** One line of a chart: as many wavenumbers (cm-1, ascending) as values. */
export interface Curve {
  wavenumbers: ArrayLike<number>
  values: ArrayLike<number>
}

/** A rectangle of the chart, px, and what its edges stand for. */
export interface Plane {
  left: number
  top: number
  width: number
  height: number
  /** Wavenumbers at its left and right edge, cm-1. */
  from: number
  to: number
  /** Values at its lower and upper edge. */
  min: number
  max: number
}

/** More points than this in a column of pixels look the same as the lowest and the highest of them. */
const POINTS_A_COLUMN = 4

/** Lowest and highest value between two wavenumbers; null where there is none. */
export function extentOf({ wavenumbers, values }: Curve, from: number, to: number): [number, number] | null {
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < values.length; i++) {
    if (wavenumbers[i]! < from || wavenumbers[i]! > to) continue
    low = Math.min(low, values[i]!)
    high = Math.max(high, values[i]!)
  }
  return low <= high ? [low, high] : null
}

/**
 * The line of a curve in a plane, px: `x0, y0, x1, y1, …`, from the last point before its left edge to the first one
 * behind its right edge. Where many points fall into one column of pixels, the lowest and the highest of them stand for
 * all, so that no peak is lost.
 */
export function lineOf({ wavenumbers, values }: Curve, plane: Plane): Float64Array {
  let first = 0
  let last = values.length - 1
  while (first < last && wavenumbers[first + 1]! <= plane.from) first++
  while (last > first && wavenumbers[last - 1]! >= plane.to) last--
  const acrossPixels = plane.width / (plane.to - plane.from)
  const upPixels = plane.height / (plane.max - plane.min)
  const x = (i: number) => plane.left + (wavenumbers[i]! - plane.from) * acrossPixels
  const y = (i: number) => plane.top + plane.height - (values[i]! - plane.min) * upPixels

  const count = last - first + 1
  const points = new Float64Array(2 * Math.max(0, count))
  let end = 0
  const add = (i: number): void => {
    points[end++] = x(i)
    points[end++] = y(i)
  }
  if (count <= POINTS_A_COLUMN * plane.width) {
    for (let i = first; i <= last; i++) add(i)
    return points
  }
  for (let i = first; i <= last;) {
    const column = Math.floor(x(i))
    let [low, high] = [i, i]
    for (i++; i <= last && Math.floor(x(i)) === column; i++) {
      if (values[i]! < values[low]!) low = i
      if (values[i]! > values[high]!) high = i
    }
    add(Math.min(low, high))
    if (low !== high) add(Math.max(low, high))
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
