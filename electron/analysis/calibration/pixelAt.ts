/**
 * Where a value falls on an axis, in pixels from the centre of the first one: between pixels by the line through them, beyond
 * the ends by the line through the last two.
 *
 * @param axis ascending, one value a pixel, two at least
 */
export function pixelAt(axis: Float64Array, value: number): number {
  let low = 0
  let high = axis.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (axis[middle]! <= value) low = middle
    else high = middle
  }
  return low + (value - axis[low]!) / (axis[high]! - axis[low]!)
}
