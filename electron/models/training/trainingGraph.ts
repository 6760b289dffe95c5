import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { isTrainable, sizeOf, weightSpecs, type WeightSpec } from '../architectures/networkWeights'
import { OnnxGraph, type Value } from '../onnx/onnxGraph'
import { GradientTape } from './gradientTape'
import {
  batchNormalisation,
  convolution,
  dense,
  dropout,
  globalAveragePool,
  maxPool,
  relu,
  slice,
} from './trainableLayers'

/** Adam's constants (Kingma and Ba, 10.48550/arXiv.1412.6980), epsilon as in Keras. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const
/** The weights that training follows, and those that it measures, each as one vector in this order. */
export function trainingLayout(network: ConvolutionalNetwork): {
  trained: WeightSpec[]
  measured: WeightSpec[]
} {
  const specs = weightSpecs(network)
  return { trained: specs.filter(isTrainable), measured: specs.filter((spec) => !isTrainable(spec)) }
}

/**
 * One training step as a plain ONNX graph: forward with batch statistics and dropout, weighted binary cross-entropy,
 * backward, Adam.
 *
 * In: `spectrum` [batch, 1, points]; `target` and `weight` [batch, 1] (0 or 1; what the spectrum counts); `mask`
 * [batch, hidden] (see {@link dropout}); `rate` (the learning rate with Adam's bias correction); and the state that a
 * step hands to the next: `trained`, `firstMoment`, `secondMoment` (all weights that are trained, in one vector). Out:
 * `loss` (mean over the batch), `gradient`, and the state under its names with `next.` before them.
 */
export function trainingGraph(network: ConvolutionalNetwork, batch: number): Uint8Array {
  const graph = new OnnxGraph(`${network.name}-training-step`)
  const tape = new GradientTape(graph)
  const { trained } = trainingLayout(network)
  const size = totalSize(trained)

  const spectrum = graph.input('spectrum', [batch, 1, network.inputLength])
  const target = graph.input('target', [batch, 1])
  const weight = graph.input('weight', [batch, 1])
  const mask = graph.input('mask', [batch, network.hidden])
  const rate = graph.input('rate', [])
  const state = graph.input('trained', [size])
  const firstMoment = graph.input('firstMoment', [size])
  const secondMoment = graph.input('secondMoment', [size])

  const parameter = split(tape, state, trained)
  const { mean } = features(tape, network, parameter, spectrum, batch)
  const hidden = relu(tape, dense(tape, mean, parameter('hidden/kernel'), parameter('hidden/bias')))
  const kept = dropout(tape, hidden, mask)
  const logit = dense(tape, kept, parameter('output/kernel'), parameter('output/bias'))

  const share = graph.node('Mul', [weight, graph.constant(1 / batch)])
  const crossEntropy = graph.node('Sub', [
    graph.node('Softplus', [logit]),
    graph.node('Mul', [logit, target]),
  ])
  const loss = graph.node('ReduceSum', [graph.node('Mul', [crossEntropy, share])], { keepdims: 0 })
  const error = graph.node('Sub', [graph.node('Sigmoid', [logit]), target])
  const gradients = tape.gradients(logit, graph.node('Mul', [error, share]))
  const gradient = join(
    graph,
    trained.map(({ name }) => gradients.get(parameter(name))!),
  )

  const first = blend(graph, firstMoment, gradient, ADAM.beta1)
  const second = blend(graph, secondMoment, graph.node('Mul', [gradient, gradient]), ADAM.beta2)
  const deviation = graph.node('Add', [graph.node('Sqrt', [second]), graph.constant(ADAM.epsilon)])
  const step = graph.node('Div', [graph.node('Mul', [first, rate]), deviation])

  graph.output('loss', loss, [])
  graph.output('gradient', gradient, [size])
  graph.output('next.trained', graph.node('Sub', [state, step]), [size])
  graph.output('next.firstMoment', first, [size])
  graph.output('next.secondMoment', second, [size])
  return graph.toBytes()
}

/**
 * What batch normalisation sees of a batch, as an ONNX graph. In: `spectrum` and `trained` as of {@link trainingGraph}.
 * Out: `measured`, the mean and the (biased) variance of each channel of each block, in the order of the layout.
 */
export function statisticsGraph(network: ConvolutionalNetwork, batch: number): Uint8Array {
  const graph = new OnnxGraph(`${network.name}-statistics`)
  const { trained, measured } = trainingLayout(network)
  const spectrum = graph.input('spectrum', [batch, 1, network.inputLength])
  const state = graph.input('trained', [totalSize(trained)])
  const tape = new GradientTape(graph)
  const { statistics } = features(tape, network, split(tape, state, trained), spectrum, batch)
  graph.output('measured', join(graph, statistics), [totalSize(measured)])
  return graph.toBytes()
}

export function totalSize(specs: readonly WeightSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

/** The blocks, normalised by the batch's own statistics, down to the mean of the last map: [batch, channels]. */
function features(
  tape: GradientTape,
  network: ConvolutionalNetwork,
  parameter: (name: string) => Value,
  spectrum: Value,
  batch: number,
): { mean: Value; statistics: Value[] } {
  const statistics: Value[] = []
  let map = spectrum
  let points = network.inputLength
  let channels = 1
  network.blocks.forEach(({ filters, kernel }, index) => {
    const block = index + 1
    const size = { width: kernel, points }
    map = convolution(tape, map, parameter(`conv${block}/kernel`), parameter(`conv${block}/bias`), size)
    channels = filters
    const gamma = parameter(`norm${block}/gamma`)
    const beta = parameter(`norm${block}/beta`)
    const normalised = batchNormalisation(tape, map, gamma, beta, { batch, channels, points })
    statistics.push(normalised.mean, normalised.variance)
    // The largest of two is rectified, not the larger of two rectified: the same, for half the work.
    map = relu(tape, maxPool(tape, normalised.output))
    points = Math.floor(points / 2)
  })
  return { mean: globalAveragePool(tape, map, { batch, channels, points }), statistics }
}

/** The parts of one vector by name, each in its shape and watched by the tape. */
function split(tape: GradientTape, vector: Value, specs: readonly WeightSpec[]): (name: string) => Value {
  let offset = 0
  const parts = new Map(
    specs.map(({ name, shape }) => {
      const start = offset
      offset += sizeOf(shape)
      const part = slice(tape, vector, 0, start, offset)
      return [name, tape.watch(tape.graph.node('Reshape', [part, tape.graph.integers(shape)]))]
    }),
  )
  return (name) => parts.get(name)!
}

/** Tensors end to end as one vector. */
function join(graph: OnnxGraph, parts: readonly Value[]): Value {
  const flat = parts.map((part) => graph.node('Reshape', [part, graph.integers([-1])]))
  return graph.node('Concat', flat, { axis: 0 })
}

/** keep · old + (1 - keep) · new. */
function blend(graph: OnnxGraph, old: Value, fresh: Value, keep: number): Value {
  return graph.node('Add', [
    graph.node('Mul', [old, graph.constant(keep)]),
    graph.node('Mul', [fresh, graph.constant(1 - keep)]),
  ])
}
