import type { MapCells } from './mapCells'

/** Which class a saliency map speaks for: 1 malignant, -1 benign. */
export type Direction = 1 | -1

/** What of a Grad-CAM map speaks for one class, relative to its highest point: 0 to 1, all 0 where nothing does. */
export function saliencyFor(cam: ArrayLike<number>, direction: Direction): Float64Array {
  const supporting = Float64Array.from(cam, (value) => Math.max(0, direction * value))
  const highest = supporting.reduce((most, value) => Math.max(most, value), 0)
  return highest === 0 ? supporting : supporting.map((value) => value / highest)
}

/** A map on the points of a spectrum, linear between the middles of its cells. */
export function toSpectrumGrid(
  map: Float64Array,
  { stride, first, length }: MapCells,
  points: number,
): Float64Array {
  return Float64Array.from({ length: points }, (_, point) => {
    const position = Math.min(Math.max((point - first) / stride, 0), length - 1)
    const left = Math.floor(position)
    const share = position - left
    return map[left]! * (1 - share) + map[Math.min(left + 1, length - 1)]! * share
  })
}
