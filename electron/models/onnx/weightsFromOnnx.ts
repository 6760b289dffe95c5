import { StokesError } from '../../contract/errors'
import { BATCH_NORMALISATION_EPSILON, type ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { sizeOf, weightSpecs, type NetworkWeights } from '../architectures/networkWeights'
import { readOnnxWeights } from '../checkpoints/readOnnxWeights'
import { reverseAxes } from './reverseAxes'

/**
 * The weights of a convolutional network from its inference graph: the way back from {@link inferenceGraph}. There the
 * normalisation is part of the convolution, so here it is the identity; what the network says is the same.
 * @throws StokesError `training.wrongCheckpoint` where the graph is of another network
 */
export function weightsFromOnnx(network: ConvolutionalNetwork, onnx: Uint8Array): NetworkWeights {
  const { nodes, tensors } = readOnnxWeights(onnx)
  const layers = nodes.flatMap(({ name, inputs }) => {
    const [kernel, bias] = inputs.slice(1).map((input) => tensors.get(input))
    return ['Conv', 'Gemm'].includes(name) && kernel && bias ? [{ kernel, bias }] : []
  })
  const names = [...network.blocks.map((_, index) => `conv${index + 1}`), 'hidden', 'output']
  return new Map(
    weightSpecs(network).map(({ name, shape, role }) => {
      const layer = layers[names.indexOf(name.split('/')[0]!)]
      if (role === 'kernel' || role === 'bias') {
        const { values = new Float32Array(0), shape: found = [] } = layer?.[role] ?? {}
        if (values.length !== sizeOf(shape))
          throw new StokesError(
            'training.wrongCheckpoint',
            `The ONNX graph has [${found.join(', ')}] for ${name}; ${network.name} has [${shape.join(', ')}]`,
            { tip: 'Give the graph of this network.' },
          )
        const isConvolution = shape.length === 3
        return [
          name,
          isConvolution ? reverseAxes(values, [...shape].reverse() as [number, number, number]) : values,
        ]
      }
      const values = new Float32Array(sizeOf(shape))
      if (role === 'gamma') values.fill(Math.sqrt(1 + BATCH_NORMALISATION_EPSILON))
      if (role === 'movingVariance') values.fill(1)
      return [name, values]
    }),
  )
}
