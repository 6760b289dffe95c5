import {
  BATCH_NORMALISATION_EPSILON,
  mapLength,
  type ConvolutionalNetwork,
} from '../architectures/convolutionalNetwork'
import { checkWeights, weightOf, type NetworkWeights } from '../architectures/networkWeights'
import { OnnxGraph, type Value } from './onnxGraph'
import { reverseAxes } from './reverseAxes'

/** ONNX's number of the type. */
const FLOAT = 1

/**
 * A network as an ONNX model with batch normalisation folded into the convolutions. The batch is dynamic.
 *
 * In: `spectrum` [batch, 1, inputLength]. Out: `probability` [batch], `logit` [batch] and `cam` [batch, mapLength]; with
 * more than two classes [batch, classes] (the softmax and its scores) and [batch, classes, mapLength]. `cam` is Grad-CAM of the
 * logit, or of the score of each class, on the last convolution's map, before the rectification: what is positive speaks for
 * malignant, or for the class, what is negative against it. For a network that ends in the mean of the map, one hidden layer and
 * one output, Grad-CAM (10.1109/ICCV.2017.74) has the closed form alpha = W1ᵀ (1[hidden > 0] ∘ w2) / T,
 * cam(t) = Σ_k alpha_k A_k(t), so that it is an output of the graph and needs no gradient.
 */
export function inferenceGraph(
  network: ConvolutionalNetwork,
  weights: NetworkWeights,
  metadata: Record<string, string> = {},
): Uint8Array {
  checkWeights(network, weights)
  const graph = new OnnxGraph(network.name)
  const dense = (name: string, shape: readonly number[]) => graph.constant(weightOf(weights, name), shape)

  const spectrum = graph.input('spectrum', ['batch', 1, network.inputLength])
  // As an image of one line: the runtime's fast convolution, over channels in blocks, is for images alone. 1.6 times as fast.
  const line = graph.integers([2])
  const halve = (value: Value) => graph.node('MaxPool', [value], { kernel_shape: [1, 2], strides: [1, 2] })
  let map = graph.node('Unsqueeze', [spectrum, line])
  let channels = 1
  network.blocks.forEach(({ filters, kernel }, index) => {
    if (index > 0) map = halve(map)
    const folded = foldNormalisation(weights, index + 1, [kernel, channels, filters])
    const convolution = [
      map,
      graph.constant(folded.kernel, [filters, channels, 1, kernel]),
      graph.constant(folded.bias, [filters]),
    ]
    const pad = (kernel - 1) / 2
    const shape = { kernel_shape: [1, kernel], pads: [0, pad, 0, pad] }
    map = graph.node('Relu', [graph.node('Conv', convolution, shape)])
    channels = filters
  })

  const mean = graph.node('ReduceMean', [halve(map)], { axes: [2, 3], keepdims: 0 })
  const hiddenKernel = dense('hidden/kernel', [channels, network.hidden])
  const hiddenBias = dense('hidden/bias', [network.hidden])
  const hidden = graph.node('Relu', [graph.node('Gemm', [mean, hiddenKernel, hiddenBias])])
  const outputs = network.outputs ?? 1
  const outputKernel = dense('output/kernel', [network.hidden, outputs])
  const logit = graph.node('Gemm', [hidden, outputKernel, dense('output/bias', [outputs])])

  const length = mapLength(network)
  // Which units are open, in operators that every GPU of the runtime has: Sign is not one of them.
  const open = graph.node('Cast', [graph.node('Greater', [hidden, graph.constant(0)])], { to: FLOAT })
  const eachOutput = (value: Value) => graph.node('Unsqueeze', [value, graph.integers([1])])
  const alphaOfAll = () => {
    const slopes = graph.node('Mul', [eachOutput(open), transposed(graph, outputKernel)])
    const alpha = graph.node('MatMul', [slopes, transposed(graph, hiddenKernel)])
    return graph.node('Mul', [alpha, graph.constant(1 / length)])
  }
  // Node by node as it always was: the model that ships is named by its bytes.
  const alphaOfOne = () => {
    const slopes = graph.node('Mul', [
      open,
      graph.constant(weightOf(weights, 'output/kernel'), [network.hidden]),
    ])
    return graph.node('Gemm', [slopes, hiddenKernel], { transB: 1, alpha: { float: 1 / length } })
  }
  const alpha = outputs === 1 ? alphaOfOne() : alphaOfAll()
  const features = graph.node('Squeeze', [map, line])
  const cam = graph.node('MatMul', [outputs === 1 ? eachOutput(alpha) : alpha, features])

  outputScores(graph, logit, outputs)
  outputMap(graph, cam, outputs, length)
  return graph.toBytes(metadata)
}

export function transposed(graph: OnnxGraph, matrix: Value): Value {
  return graph.node('Transpose', [matrix], { perm: [1, 0] })
}

/** The output `cam` of a graph, from [batch, outputs, points]. */
export function outputMap(graph: OnnxGraph, cam: Value, outputs: number, points: number): void {
  if (outputs === 1) graph.output('cam', graph.node('Squeeze', [cam, graph.integers([1])]), ['batch', points])
  else graph.output('cam', cam, ['batch', outputs, points])
}

/** The outputs `probability` and `logit` of a graph. */
export function outputScores(graph: OnnxGraph, logit: Value, outputs: number): void {
  if (outputs === 1) {
    const perSpectrum = (value: Value) => graph.node('Reshape', [value, graph.integers([-1])])
    graph.output('probability', perSpectrum(graph.node('Sigmoid', [logit])), ['batch'])
    graph.output('logit', perSpectrum(logit), ['batch'])
    return
  }
  graph.output('probability', graph.node('Softmax', [logit], { axis: 1 }), ['batch', outputs])
  graph.output('logit', logit, ['batch', outputs])
}

/** Convolution and normalisation by fixed averages are one affine map: the kernel [filters, channels, width] and bias. */
function foldNormalisation(
  weights: NetworkWeights,
  block: number,
  shape: readonly [kernel: number, channels: number, filters: number],
): { kernel: Float32Array; bias: Float32Array } {
  const gamma = weightOf(weights, `norm${block}/gamma`)
  const beta = weightOf(weights, `norm${block}/beta`)
  const mean = weightOf(weights, `norm${block}/moving_mean`)
  const variance = weightOf(weights, `norm${block}/moving_variance`)
  const scale = Float64Array.from(
    gamma,
    (value, filter) => value / Math.sqrt(variance[filter]! + BATCH_NORMALISATION_EPSILON),
  )
  const kernel = reverseAxes(weightOf(weights, `conv${block}/kernel`), shape)
  const perFilter = shape[0] * shape[1]
  return {
    kernel: kernel.map((value, index) => value * scale[Math.floor(index / perFilter)]!),
    bias: weightOf(weights, `conv${block}/bias`).map(
      (value, filter) => (value - mean[filter]!) * scale[filter]! + beta[filter]!,
    ),
  }
}
