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
/**
 * How much of the moving averages a step keeps. Keras keeps 0.99, which needs several hundred steps to forget its start;
 * an epoch here has twenty-four.
 */
export const MOVING_AVERAGE_MOMENTUM = 0.9

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
 * step hands to the next: `trained`, `firstMoment`, `secondMoment` (all weights that are trained in one vector) and
 * `measured` (the moving averages). Out: `loss` (mean over the batch), `gradient`, and the state under its names with
 * `next.` before them.
 */
export function trainingGraph(network: ConvolutionalNetwork, batch: number): Uint8Array {
  const graph = new OnnxGraph(`${network.name}-training-step`)
  const tape = new GradientTape(graph)
  const { trained, measured } = trainingLayout(network)
  const trainedSize = totalSize(trained)
  const measuredSize = totalSize(measured)

  const spectrum = graph.input('spectrum', [batch, 1, network.inputLength])
  const target = graph.input('target', [batch, 1])
  const weight = graph.input('weight', [batch, 1])
  const mask = graph.input('mask', [batch, network.hidden])
  const rate = graph.input('rate', [])
  const state = graph.input('trained', [trainedSize])
  const firstMoment = graph.input('firstMoment', [trainedSize])
  const secondMoment = graph.input('secondMoment', [trainedSize])
  const averages = graph.input('measured', [measuredSize])

  const parameters = split(tape, state, trained)
  const parameter = (name: string) => parameters.get(name)!

  const statistics: Value[] = []
  let map = spectrum
  let points = network.inputLength
  network.blocks.forEach(({ filters, kernel }, index) => {
    const block = index + 1
    const shape = { batch, channels: filters, points }
    map = convolution(tape, map, parameter(`conv${block}/kernel`), parameter(`conv${block}/bias`), {
      width: kernel,
      points,
    })
    const gamma = parameter(`norm${block}/gamma`)
    const normalised = batchNormalisation(tape, map, gamma, parameter(`norm${block}/beta`), shape)
    statistics.push(normalised.mean, normalised.variance)
    // The largest of two is rectified, not the larger of two rectified: the same, for half the work.
    map = relu(tape, maxPool(tape, normalised.output))
    points = Math.floor(points / 2)
  })
  const channels = network.blocks.at(-1)!.filters
  const mean = globalAveragePool(tape, map, { batch, channels, points })
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
  graph.output('gradient', gradient, [trainedSize])
  graph.output('next.trained', graph.node('Sub', [state, step]), [trainedSize])
  graph.output('next.firstMoment', first, [trainedSize])
  graph.output('next.secondMoment', second, [trainedSize])
  const nextAverages = blend(graph, averages, join(graph, statistics), MOVING_AVERAGE_MOMENTUM)
  graph.output('next.measured', nextAverages, [measuredSize])
  return graph.toBytes()
}

export function totalSize(specs: readonly WeightSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

/** The parts of one vector, each in its shape and watched by the tape. */
function split(tape: GradientTape, vector: Value, specs: readonly WeightSpec[]): Map<string, Value> {
  let offset = 0
  return new Map(
    specs.map(({ name, shape }) => {
      const start = offset
      offset += sizeOf(shape)
      const part = slice(tape, vector, 0, start, offset)
      return [name, tape.watch(tape.graph.node('Reshape', [part, tape.graph.integers(shape)]))] as const
    }),
  )
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
