import { mapLength, mapStride, type ConvolutionalNetwork } from '../architectures/convolutionalNetwork'

/** Which class a saliency map speaks for: 1 malignant, -1 benign. */
export type Direction = 1 | -1

/** What of a Grad-CAM map speaks for one class, relative to its highest point: 0 to 1, all 0 where nothing does. */
export function saliencyFor(cam: ArrayLike<number>, direction: Direction): Float64Array {
  const supporting = Float64Array.from(cam, (value) => Math.max(0, direction * value))
  const highest = supporting.reduce((most, value) => Math.max(most, value), 0)
  return highest === 0 ? supporting : supporting.map((value) => value / highest)
}

/**
 * A map on the points of the spectrum, linear between the middles of its cells. A cell of the map stands for as many
 * points as the poolings before it have joined.
 */
export function toSpectrumGrid(map: Float64Array, network: ConvolutionalNetwork): Float64Array {
  const stride = mapStride(network)
  const last = mapLength(network) - 1
  return Float64Array.from({ length: network.inputLength }, (_, point) => {
    const position = Math.min(Math.max((point + 0.5) / stride - 0.5, 0), last)
    const left = Math.floor(position)
    const share = position - left
    return map[left]! * (1 - share) + map[Math.min(left + 1, last)]! * share
  })
}
