/** Where the numbers of a 2-D kernel lie: as PyTorch keeps them, or as Keras does. */
export type KernelLayout = 'out-in-rows-columns' | 'rows-columns-in-out'

/** A kernel [columns, channels in, channels out], as TensorFlow.js keeps it. */
export interface OneDimensionalKernel {
  shape: readonly [width: number, channels: number, filters: number]
  values: Float32Array
}

/**
 * A 2-D kernel for a spectrum: its rows are added up. A spectrum is an image of which all rows are the same, and on such
 * an image (away from its upper and lower edge) the sum does exactly what the kernel does. In the same way the channels of
 * the first layer are added up where the network has but one: a spectrum is an image without colour.
 *
 * @param shape of the 2-D kernel, in the order of its layout
 * @param channels that the network has
 */
export function toOneDimension(
  values: Float32Array,
  shape: readonly number[],
  layout: KernelLayout,
  channels: number,
): OneDimensionalKernel {
  const torch = layout === 'out-in-rows-columns'
  const [filters, found, rows, columns] = (torch ? shape : [3, 2, 0, 1].map((axis) => shape[axis]!)) as [
    number,
    number,
    number,
    number,
  ]
  const strides = torch
    ? { filter: found * rows * columns, channel: rows * columns, row: columns, column: 1 }
    : { row: columns * found * filters, column: found * filters, channel: filters, filter: 1 }
  const sums = new Float64Array(columns * channels * filters)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let channel = 0; channel < found; channel++)
        for (let filter = 0; filter < filters; filter++) {
          const source =
            row * strides.row + column * strides.column + channel * strides.channel + filter * strides.filter
          const target = channels === 1 ? 0 : channel
          sums[(column * channels + target) * filters + filter]! += values[source]!
        }
  return { shape: [columns, channels, filters], values: Float32Array.from(sums) }
}
