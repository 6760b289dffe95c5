import { StokesError } from '../../contract/errors'
import { bytesField, concatenate, messageField } from './protobuf'
import { tensorInfo, type Shape } from './onnxGraph'
import {
  GRAPH_INITIALIZER,
  GRAPH_INPUT,
  GRAPH_NODE,
  GRAPH_OUTPUT,
  GRAPH_VALUE_INFO,
  INFO_NAME,
  MODEL_GRAPH,
  floatsIn,
  readConstant,
  readGraph,
  type Graph,
  type Node,
  type Operator,
} from './readGraph'
import { readFields, texts, type Field } from './readProtobuf'

/** What a file says of itself before any runtime has seen it. */
export interface OnnxContents {
  /** Of every run; constants of the file are none. */
  inputs: string[]
  outputs: string[]
  /** Everything that is computed on the way. */
  tensors: string[]
}

/** @throws StokesError `model.notOnnx`, `model.unsupported` for weights in other files */
export function readOnnx(bytes: Uint8Array): OnnxContents {
  const { inputs, outputs, nodes } = readGraph(bytes)
  if (nodes.length === 0)
    throw new StokesError('model.notOnnx', 'The file is no ONNX model: Its graph is empty.', {
      tip: 'Export the model again, to one .onnx file.',
    })
  return { inputs, outputs, tensors: nodes.flatMap((node) => node.outputs) }
}

/** The same model that gives out one more tensor. @throws StokesError `model.notOnnx`, `model.unknownTensor` */
export function exposeTensor(bytes: Uint8Array, tensor: string): Uint8Array {
  const graph = readGraph(bytes)
  requireTensor(graph, tensor)
  if (graph.outputs.includes(tensor)) return bytes
  // A runtime works out the type of an output that states none.
  const info = bytesField(INFO_NAME, new TextEncoder().encode(tensor))
  return withGraph(graph.model, [...graph.fields.map(({ raw }) => raw), messageField(GRAPH_OUTPUT, [info])])
}

/**
 * The part of a model from a tensor to an output, as a model whose input is that tensor.
 *
 * @param shape of the tensor
 * @throws StokesError `model.notOnnx`, `model.unknownTensor`; `model.unsupported` where the output also depends on the
 * input by another way
 */
export function cutHead(bytes: Uint8Array, tensor: string, output: string, shape: Shape): Uint8Array {
  const graph = readGraph(bytes)
  requireTensor(graph, tensor)
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const kept = new Set<Node>()
  const wanted = [output]
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (name === tensor) continue
    if (graph.inputs.includes(name)) throw goesAround(tensor, output)
    const maker = makers.get(name)
    if (!maker || kept.has(maker)) continue
    kept.add(maker)
    wanted.push(...maker.inputs)
  }
  if (kept.size === 0) throw goesAround(tensor, output)
  const keptBytes = new Set([...kept].map(({ raw }) => raw))
  const needed = new Set([...kept].flatMap(({ inputs }) => inputs))
  const head = graph.fields.filter((field) => {
    switch (field.number) {
      case GRAPH_NODE:
        return keptBytes.has(field.raw)
      case GRAPH_INITIALIZER:
        return needed.has(readConstant(field.content).name)
      case GRAPH_INPUT:
        return false
      case GRAPH_OUTPUT:
        return texts(readFields(field.content), INFO_NAME)[0] === output
      default:
        return field.number !== GRAPH_VALUE_INFO
    }
  })
  return withGraph(graph.model, [
    ...head.map(({ raw }) => raw),
    messageField(GRAPH_INPUT, tensorInfo(tensor, shape)),
  ])
}

/** The operators of a model, in their order. @throws StokesError `model.notOnnx`, `model.unsupported` */
export function operatorsOf(bytes: Uint8Array): Operator[] {
  return readGraph(bytes).nodes.map(({ raw: _, ...operator }) => operator)
}

/**
 * The same model with other numbers in its constants: float32 tensors that are part of the file.
 * @param change the numbers of one, to be changed in place
 * @throws StokesError `model.notOnnx`, `model.unsupported`
 */
export function withConstants(
  bytes: Uint8Array,
  change: (name: string, values: Float32Array) => void,
): Uint8Array {
  const graph = readGraph(bytes)
  return withGraph(
    graph.model,
    graph.fields.map(({ number, content, raw }) => {
      if (number !== GRAPH_INITIALIZER) return raw
      const { name, fields, floats } = readConstant(content)
      if (!floats) return raw
      const values = floatsIn(floats)
      change(name, values)
      return messageField(
        GRAPH_INITIALIZER,
        fields.map((field) =>
          field === floats ? bytesField(field.number, new Uint8Array(values.buffer)) : field.raw,
        ),
      )
    }),
  )
}

function withGraph(model: readonly Field[], graph: readonly Uint8Array[]): Uint8Array {
  return concatenate(
    model.map(({ number, raw }) => (number === MODEL_GRAPH ? messageField(MODEL_GRAPH, graph) : raw)),
  )
}

function requireTensor({ nodes }: Graph, tensor: string): void {
  if (nodes.some(({ outputs }) => outputs.includes(tensor))) return
  throw new StokesError('model.unknownTensor', `The ONNX model computes no tensor "${tensor}".`, {
    tip: 'Look for its name in a viewer of ONNX files, such as Netron.',
  })
}

function goesAround(tensor: string, output: string): StokesError {
  return new StokesError(
    'model.unsupported',
    `"${output}" does not depend on "${tensor}" alone: what goes around a map cannot be seen in it.`,
    { tip: 'Name a later tensor as the feature map, or none: then saliency is by occlusion.' },
  )
}
