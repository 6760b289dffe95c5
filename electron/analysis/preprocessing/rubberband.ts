import { requireAscending } from './requireAscending'
import { requireFinite } from './requireFinite'

/** A baseline stretched under the spectrum. */
export interface RubberbandBaseline {
  /** One value per point, in the unit of the spectrum. */
  baseline: Float64Array
  /** The points that it touches, ascending. */
  hull: number[]
}

/**
 * The lower convex hull of the spectrum, straight between the points it touches.
 * Andrew, Inf. Process. Lett. 1979, 9, 216, doi:10.1016/0020-0190(79)90072-3.
 *
 * @param axis ascending, cm-1
 * @param y intensities
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `axis.notAscending`
 */
export function rubberband(axis: Float64Array, y: Float64Array): RubberbandBaseline {
  requireAscending(axis)
  requireFinite(y)
  const hull: number[] = []
  for (let i = 0; i < y.length; i++) {
    while (hull.length > 1 && !turnsUp(axis, y, hull.at(-2)!, hull.at(-1)!, i)) hull.pop()
    hull.push(i)
  }

  const baseline = y.slice()
  for (let h = 1; h < hull.length; h++) {
    const from = hull[h - 1]!
    const to = hull[h]!
    const slope = (y[to]! - y[from]!) / (axis[to]! - axis[from]!)
    for (let i = from + 1; i < to; i++) baseline[i] = y[from]! + slope * (axis[i]! - axis[from]!)
  }
  return { baseline, hull }
}

function turnsUp(axis: Float64Array, y: Float64Array, a: number, b: number, c: number): boolean {
  return (axis[b]! - axis[a]!) * (y[c]! - y[a]!) > (axis[c]! - axis[a]!) * (y[b]! - y[a]!)
}
