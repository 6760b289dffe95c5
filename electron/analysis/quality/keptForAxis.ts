/**
 * What `compute` makes of an axis, kept until it is asked for another one: an instrument measures on the same axis again and
 * again, though the array that holds it is a new one each time it comes from another thread.
 */
export function keptForAxis<T>(compute: (axis: Float64Array) => T): (axis: Float64Array) => T {
  let kept: { axis: Float64Array; value: T } | null = null
  return (axis) => {
    if (!kept || !isSame(kept.axis, axis)) kept = { axis: axis.slice(), value: compute(axis) }
    return kept.value
  }
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  let i = 0
  while (i < a.length && a[i] === b[i]) i += 1
  return i === a.length && i === b.length
}
