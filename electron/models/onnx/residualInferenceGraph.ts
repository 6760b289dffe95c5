import { checkWeights, weightOf, type NetworkWeights } from '../architectures/networkWeights'
import {
  residualChannels,
  stageShape,
  walkResidualNetwork,
  type ResidualConvolution,
  type ResidualLayers,
  type ResidualNetwork,
} from '../architectures/residualNetwork'
import { outputMap, outputScores, transposed } from './inferenceGraph'
import { OnnxGraph, type Value } from './onnxGraph'
import { reverseAxes } from './reverseAxes'

/**
 * A residual network as an ONNX model, with the inputs and outputs of {@link inferenceGraph}; the network ends in the
 * mean of the map and one layer, so that Grad-CAM's alpha is that layer's kernel over the number of points.
 *
 * @param from first stage of the graph; where it is not the stem, the input is what the stage before it puts out
 */
export function residualInferenceGraph(
  network: ResidualNetwork,
  weights: NetworkWeights,
  { from = 0, metadata = {} }: { from?: number; metadata?: Record<string, string> } = {},
): Uint8Array {
  checkWeights(network, weights)
  const outputs = network.outputs ?? 1
  const channels = residualChannels(network)
  const { points } = stageShape(network, network.stages.length)
  const graph = new OnnxGraph(network.name)
  const map = walkResidualNetwork(
    network,
    inferenceLayers(graph, network, weights),
    inputOf(graph, network, from),
    {
      from,
    },
  )
  const mean = graph.node('ReduceMean', [map], { axes: [2], keepdims: 0 })
  const kernel = graph.constant(weightOf(weights, 'output/kernel'), [channels, outputs])
  const bias = graph.constant(weightOf(weights, 'output/bias'), [outputs])
  const logit = graph.node('Gemm', [mean, kernel, bias])
  const alpha = graph.node('Mul', [transposed(graph, kernel), graph.constant(1 / points)])
  outputScores(graph, logit, outputs)
  outputMap(graph, graph.node('MatMul', [alpha, map]), outputs, points)
  return graph.toBytes(metadata)
}

/** The stages up to `to` alone. In: `spectrum`. Out: `map` [batch, channels, points]. */
export function residualStagesGraph(
  network: ResidualNetwork,
  weights: NetworkWeights,
  to: number,
): Uint8Array {
  const graph = new OnnxGraph(`${network.name}-stages`)
  const layers = inferenceLayers(graph, network, weights)
  const map = walkResidualNetwork(network, layers, inputOf(graph, network, 0), { to })
  const { channels, points } = stageShape(network, to)
  graph.output('map', map, ['batch', channels, points])
  return graph.toBytes()
}

function inputOf(graph: OnnxGraph, network: ResidualNetwork, from: number): Value {
  const { channels, points } =
    from === 0 ? { channels: 1, points: network.inputLength } : stageShape(network, from - 1)
  return graph.input('spectrum', ['batch', channels, points])
}

function inferenceLayers(
  graph: OnnxGraph,
  network: ResidualNetwork,
  weights: NetworkWeights,
): ResidualLayers<Value> {
  return {
    convolution(input, convolution) {
      const { width, stride, channels, filters } = convolution
      const pad = (width - 1) / 2
      const folded = foldNormalisation(weights, convolution, network.epsilon)
      const kernel = graph.constant(folded.kernel, [filters, channels, width])
      const bias = graph.constant(folded.bias, [filters])
      return graph.node('Conv', [input, kernel, bias], {
        kernel_shape: [width],
        pads: [pad, pad],
        strides: [stride],
      })
    },
    relu: (input) => graph.node('Relu', [input]),
    maxPool: (input) => graph.node('MaxPool', [input], { kernel_shape: [3], strides: [2], pads: [1, 1] }),
    add: (left, right) => graph.node('Add', [left, right]),
  }
}

/** Convolution and normalisation by fixed averages are one affine map. */
function foldNormalisation(
  weights: NetworkWeights,
  { name, width, channels, filters }: ResidualConvolution,
  epsilon: number,
): { kernel: Float32Array; bias: Float32Array } {
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((part) =>
    weightOf(weights, `${name}/${part}`),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array]
  const scale = Float64Array.from(gamma, (value, filter) => value / Math.sqrt(variance[filter]! + epsilon))
  const kernel = reverseAxes(weightOf(weights, `${name}/kernel`), [width, channels, filters])
  const perFilter = width * channels
  return {
    kernel: kernel.map((value, index) => value * scale[Math.floor(index / perFilter)]!),
    bias: beta.map((value, filter) => value - mean[filter]! * scale[filter]!),
  }
}
