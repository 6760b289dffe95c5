import { StokesError } from '../../contract/errors'
import type { ConvolutionalNetwork } from './convolutionalNetwork'

/**
 * The convolutional network that weights of these shapes are of; shapes by name as {@link weightSpecs} has them.
 * @throws StokesError `training.wrongCheckpoint` where they are of no such network
 */
export function networkOf(
  name: string,
  inputLength: number,
  shapes: ReadonlyMap<string, readonly number[]>,
): ConvolutionalNetwork {
  const kernel = (layer: string, extents: number) => {
    const shape = shapes.get(`${layer}/kernel`)
    if (shape?.length === extents) return shape
    throw new StokesError(
      'training.wrongCheckpoint',
      `${name} has no layer ${layer} with a kernel of ${extents} extents: it is no network of ours.`,
      {
        tip: 'Convert cnn5 or cnn7; other models are brought as ONNX files with a manifest (docs/models.md).',
      },
    )
  }
  const blocks: { filters: number; kernel: number }[] = []
  do {
    const [width, , filters] = kernel(`conv${blocks.length + 1}`, 3)
    blocks.push({ filters: filters!, kernel: width! })
  } while (shapes.has(`conv${blocks.length + 1}/kernel`))
  const outputs = kernel('output', 2)[1]!
  return {
    name,
    inputLength,
    blocks,
    hidden: kernel('hidden', 2)[1]!,
    dropout: 0.5,
    ...(outputs > 1 && { outputs }),
  }
}
