import { sizeOf } from '../architectures/networkWeights'
import type { WeightSpec } from '../architectures/weightSpec'
import { OnnxGraph, type Value } from '../onnx/onnxGraph'
import { GradientTape, type TapeOptions } from './gradientTape'
import { slice } from './trainableLayers'
import type { TrainingProgram } from './trainingProgram'

/** Adam's constants (Kingma and Ba, 10.48550/arXiv.1412.6980), epsilon as in Keras. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const

/** A part of the state: weights that go from step to step as one vector, in this order. */
export interface StateVector {
  name: string
  specs: readonly WeightSpec[]
  size: number
  rateShare: number
}

/** What a vector of the state holds: weights, or Adam's moments of them. */
export const stateKinds = ['trained', 'first', 'second'] as const

/** Numbers from which on a weight has a vector of its own, which spares copying it; smaller ones share one. */
const OWN_VECTOR = 2 ** 16

/** The vectors that hold all weights that are trained. */
export function stateVectors({ groups }: Pick<TrainingProgram, 'groups'>): StateVector[] {
  const parts = groups.flatMap(({ specs, rateShare }) => {
    const isLarge = ({ shape }: WeightSpec) => sizeOf(shape) >= OWN_VECTOR
    const small = specs.filter((spec) => !isLarge(spec))
    const large = specs.filter(isLarge).map((spec) => [spec])
    return [...(small.length > 0 ? [small] : []), ...large].map((part) => ({ specs: part, rateShare }))
  })
  return parts.map((part, index) => ({ ...part, name: String(index), size: totalSize(part.specs) }))
}

/**
 * One training step as a plain ONNX graph: forward with batch statistics and dropout, weighted cross-entropy, backward,
 * Adam.
 *
 * In: `input` [batch, channels, points]; `target` [batch, outputs] (0 or 1) and `weight` [batch, 1] (what the example
 * counts); `mask` [batch, dropoutUnits] (see {@link dropout}); `rate` (the learning rate with Adam's bias
 * correction); and the state that a step hands to the next: for each of {@link stateVectors} `trained.NAME`, `first.NAME`, `second.NAME`. Out: `loss` (mean over the batch), for each vector
 * `gradient.NAME`, and the state under its names with `next.` before them.
 */
export function trainingGraph(program: TrainingProgram, batch: number, options?: TapeOptions): Uint8Array {
  const { network, outputs } = program
  const graph = new OnnxGraph(`${network.name}-training-step`)
  const tape = new GradientTape(graph, options)
  const { input, parameter, state } = begin(graph, tape, program, batch)
  const mask = graph.input('mask', [batch, program.dropoutUnits])
  const target = graph.input('target', [batch, outputs])
  const weight = graph.input('weight', [batch, 1])
  const rate = graph.input('rate', [])
  const { features } = program.features(tape, parameter, input, batch)
  const scores = program.head(tape, parameter, features, mask)

  const { loss, error } = lossOf(graph, program, { scores, target, weight, batch })
  const gradients = tape.gradients(scores, error)
  graph.output('loss', loss, [])
  for (const { name, specs, size, rateShare } of stateVectors(program)) {
    const gradient = join(
      graph,
      specs.map((spec) => gradients.get(parameter(spec.name))!),
    )
    const first = blend(graph, graph.input(`first.${name}`, [size]), gradient, ADAM.beta1)
    const squared = graph.node('Mul', [gradient, gradient])
    const second = blend(graph, graph.input(`second.${name}`, [size]), squared, ADAM.beta2)
    const deviation = graph.node('Add', [graph.node('Sqrt', [second]), graph.constant(ADAM.epsilon)])
    const own = rateShare === 1 ? rate : graph.node('Mul', [rate, graph.constant(rateShare)])
    const step = graph.node('Div', [graph.node('Mul', [first, own]), deviation])
    graph.output(`gradient.${name}`, gradient, [size])
    graph.output(`next.trained.${name}`, graph.node('Sub', [state.get(name)!, step]), [size])
    graph.output(`next.first.${name}`, first, [size])
    graph.output(`next.second.${name}`, second, [size])
  }
  return graph.toBytes()
}

/**
 * What batch normalisation sees of a batch, as an ONNX graph. In: `input` and `trained.NAME` as of
 * {@link trainingGraph}. Out: `measured`, the mean and the (biased) variance of each channel of each normalisation, in
 * the order of the program.
 */
export function statisticsGraph(program: TrainingProgram, batch: number, options?: TapeOptions): Uint8Array {
  const graph = new OnnxGraph(`${program.network.name}-statistics`)
  const tape = new GradientTape(graph, options)
  const { input, parameter } = begin(graph, tape, program, batch)
  const { statistics } = program.features(tape, parameter, input, batch)
  graph.output('measured', join(graph, statistics), [totalSize(program.measured)])
  return graph.toBytes()
}

/** The state as it is, under its names with `copy.` before them: the way from a GPU into memory. */
export function copyGraph(program: TrainingProgram): Uint8Array {
  const graph = new OnnxGraph(`${program.network.name}-copy`)
  for (const { name, size } of stateVectors(program))
    for (const kind of stateKinds) {
      const vector = graph.input(`${kind}.${name}`, [size])
      // A sum with nothing: what is handed through untouched would stay where it is.
      graph.output(`copy.${kind}.${name}`, graph.node('Add', [vector, graph.constant(0)]), [size])
    }
  return graph.toBytes()
}

export function totalSize(specs: readonly WeightSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

/** The inputs that both graphs have, and the weights by name, each in its shape and watched by the tape. */
function begin(graph: OnnxGraph, tape: GradientTape, program: TrainingProgram, batch: number) {
  const { channels, points } = program.input
  const input = graph.input('input', [batch, channels, points])
  const state = new Map<string, Value>()
  const parameters = new Map<string, Value>()
  for (const { name, specs, size } of stateVectors(program)) {
    const vector = graph.input(`trained.${name}`, [size])
    state.set(name, vector)
    let offset = 0
    for (const spec of specs) {
      const start = offset
      offset += sizeOf(spec.shape)
      const part = specs.length === 1 ? vector : slice(tape, vector, 0, start, offset)
      const shaped = graph.node('Reshape', [part, graph.integers(spec.shape)])
      parameters.set(spec.name, tape.watch(shaped))
    }
  }
  return { input, state, parameter: (name: string) => parameters.get(name)! }
}

/** The mean weighted cross-entropy over the batch (and over the outputs of a sigmoid), and its gradient by the scores. */
function lossOf(
  graph: OnnxGraph,
  { loss: kind, outputs }: TrainingProgram,
  { scores, target, weight, batch }: { scores: Value; target: Value; weight: Value; batch: number },
): { loss: Value; error: Value } {
  const terms = kind === 'sigmoid' ? outputs : 1
  const share = graph.node('Mul', [weight, graph.constant(1 / (batch * terms))])
  const entries =
    kind === 'sigmoid'
      ? graph.node('Sub', [graph.node('Softplus', [scores]), graph.node('Mul', [scores, target])])
      : graph.node('Neg', [graph.node('Mul', [graph.node('LogSoftmax', [scores], { axis: 1 }), target])])
  const probability =
    kind === 'sigmoid' ? graph.node('Sigmoid', [scores]) : graph.node('Softmax', [scores], { axis: 1 })
  return {
    loss: graph.node('ReduceSum', [graph.node('Mul', [entries, share])], { keepdims: 0 }),
    error: graph.node('Mul', [graph.node('Sub', [probability, target]), share]),
  }
}

/** Tensors end to end as one vector. */
function join(graph: OnnxGraph, parts: readonly Value[]): Value {
  const flat = parts.map((part) => graph.node('Reshape', [part, graph.integers([-1])]))
  return flat.length === 1 ? flat[0]! : graph.node('Concat', flat, { axis: 0 })
}

/** keep · old + (1 - keep) · new. */
function blend(graph: OnnxGraph, old: Value, fresh: Value, keep: number): Value {
  return graph.node('Add', [
    graph.node('Mul', [old, graph.constant(keep)]),
    graph.node('Mul', [fresh, graph.constant(1 - keep)]),
  ])
}
