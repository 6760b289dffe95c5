import { sameNumbers } from '../sameNumbers'

/**
 * What `compute` makes of an axis, kept until it is asked for another one: an instrument measures on the same axis again and
 * again, though the array that holds it is a new one each time it comes from another thread.
 */
export function keptForAxis<T>(compute: (axis: Float64Array) => T): (axis: Float64Array) => T {
  let kept: { axis: Float64Array; value: T } | null = null
  return (axis) => {
    if (!kept || !sameNumbers(kept.axis, axis)) kept = { axis: axis.slice(), value: compute(axis) }
    return kept.value
  }
}
