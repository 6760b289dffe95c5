/**
 * Value of an axis at a place between its pixels: on the line through the two beside it, or the last two.
 *
 * @param axis one value a pixel, two at least
 * @param pixel from the centre of the first one
 */
export function valueAtPixel(axis: Float64Array, pixel: number): number {
  const low = Math.min(Math.max(Math.floor(pixel), 0), axis.length - 2)
  return axis[low]! + (pixel - low) * (axis[low + 1]! - axis[low]!)
}
