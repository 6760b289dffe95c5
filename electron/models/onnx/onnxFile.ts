import { StokesError } from '../../contract/errors'
import { bytesField, concatenate, messageField } from './protobuf'
import { tensorInfo, type Shape } from './onnxGraph'
import { readFields, texts, type Field } from './readProtobuf'

/*
 * Reads as much of an ONNX file as it takes to cut it. Field numbers are those of onnx.proto,
 * https://github.com/onnx/onnx. A part that is not looked into is carried over as it is.
 */
const MODEL_GRAPH = 7
const GRAPH_NODE = 1
const GRAPH_INITIALIZER = 5
const GRAPH_INPUT = 11
const GRAPH_OUTPUT = 12
const GRAPH_VALUE_INFO = 13
const NODE_INPUT = 1
const NODE_OUTPUT = 2
const NODE_OPERATOR = 4
const NODE_ATTRIBUTE = 5
const ATTRIBUTE_GRAPH = 6
const ATTRIBUTE_GRAPHS = 11
const TENSOR_TYPE = 2
const TENSOR_FLOATS = 4
const TENSOR_NAME = 8
const TENSOR_RAW = 9
const TENSOR_LOCATION = 14
const INFO_NAME = 1
const FLOAT = 1n

interface Node {
  name: string
  inputs: string[]
  outputs: string[]
  raw: Uint8Array
}

interface Graph {
  model: Field[]
  fields: Field[]
  nodes: Node[]
  /** Of every run; constants of the file are none. */
  inputs: string[]
  outputs: string[]
}

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
        return needed.has(texts(readFields(field.content), TENSOR_NAME)[0] ?? '')
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

/** An operator of a model, by the names of its tensors. */
export interface Operator {
  name: string
  inputs: readonly string[]
  outputs: readonly string[]
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
      const fields = readFields(content)
      if (!fields.some((field) => field.number === TENSOR_TYPE && field.integer === FLOAT)) return raw
      const [name = ''] = texts(fields, TENSOR_NAME)
      return messageField(
        GRAPH_INITIALIZER,
        fields.map((field) => {
          if (field.number !== TENSOR_FLOATS && field.number !== TENSOR_RAW) return field.raw
          // A copy, whatever the bytes are part of: their place in the file need not be one for floats.
          const values = new Float32Array(new Uint8Array(field.content).buffer)
          change(name, values)
          return bytesField(field.number, new Uint8Array(values.buffer))
        }),
      )
    }),
  )
}

function withGraph(model: readonly Field[], graph: readonly Uint8Array[]): Uint8Array {
  return concatenate(
    model.map(({ number, raw }) => (number === MODEL_GRAPH ? messageField(MODEL_GRAPH, graph) : raw)),
  )
}

function readGraph(bytes: Uint8Array): Graph {
  try {
    const model = readFields(bytes)
    const content = model.find(({ number }) => number === MODEL_GRAPH)?.content
    if (!content) throw new RangeError('It has no graph')
    const fields = readFields(content)
    const of = (number: number) => fields.filter((field) => field.number === number)
    const names = (number: number) =>
      of(number).flatMap((field) => texts(readFields(field.content), INFO_NAME))
    const constants = new Set(of(GRAPH_INITIALIZER).map(({ content }) => constantName(content)))
    const nodes = of(GRAPH_NODE).map(({ content, raw }) => readNode(content, raw))
    if (nodes.length === 0) throw new RangeError('Its graph is empty')
    const inputs = names(GRAPH_INPUT).filter((name) => !constants.has(name))
    return { model, fields, nodes, inputs, outputs: names(GRAPH_OUTPUT) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StokesError('model.notOnnx', `The file is no ONNX model: ${error.message}.`, {
      tip: 'Export the model again, to one .onnx file.',
      cause: error,
    })
  }
}

function constantName(tensor: Uint8Array): string {
  const fields = readFields(tensor)
  if (fields.some(({ number, integer }) => number === TENSOR_LOCATION && integer === 1n)) {
    throw new StokesError('model.unsupported', 'The ONNX model keeps its weights in another file.', {
      tip: 'Export it again with all weights in the .onnx file (PyTorch: external_data=False).',
    })
  }
  return texts(fields, TENSOR_NAME)[0] ?? ''
}

/** The graphs within a node, of a condition or a loop, may read whatever is around it. */
function readNode(content: Uint8Array, raw: Uint8Array): Node {
  const fields = readFields(content)
  const within = fields
    .filter(({ number }) => number === NODE_ATTRIBUTE)
    .flatMap((attribute) => readFields(attribute.content))
    .filter(({ number }) => number === ATTRIBUTE_GRAPH || number === ATTRIBUTE_GRAPHS)
    .flatMap((graph) => readFields(graph.content))
    .filter(({ number }) => number === GRAPH_NODE)
    .flatMap((node) => readNode(node.content, node.raw).inputs)
  return {
    name: texts(fields, NODE_OPERATOR)[0] ?? '',
    inputs: [...texts(fields, NODE_INPUT), ...within],
    outputs: texts(fields, NODE_OUTPUT),
    raw,
  }
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
