import { StokesError } from '../../contract/errors'
import { integers, readFields, texts, type Field } from './readProtobuf'

/*
 * Reads as much of an ONNX file as it takes to cut it, and to have its weights. Field numbers are those of onnx.proto,
 * https://github.com/onnx/onnx. A part that is not looked into can be carried over as it is.
 */
export const MODEL_GRAPH = 7
export const GRAPH_NODE = 1
export const GRAPH_INITIALIZER = 5
export const GRAPH_INPUT = 11
export const GRAPH_OUTPUT = 12
export const GRAPH_VALUE_INFO = 13
export const INFO_NAME = 1
const NODE_INPUT = 1
const NODE_OUTPUT = 2
const NODE_OPERATOR = 4
const NODE_ATTRIBUTE = 5
const ATTRIBUTE_GRAPH = 6
const ATTRIBUTE_GRAPHS = 11
const TENSOR_EXTENT = 1
const TENSOR_TYPE = 2
const TENSOR_FLOATS = 4
const TENSOR_NAME = 8
const TENSOR_RAW = 9
const TENSOR_LOCATION = 14
const FLOAT = 1n

/** An operator of a model, by the names of its tensors. */
export interface Operator {
  name: string
  inputs: readonly string[]
  outputs: readonly string[]
}

export interface Node extends Operator {
  raw: Uint8Array
}

export interface Graph {
  model: Field[]
  fields: Field[]
  nodes: Node[]
  /** Of every run; constants of the file are none. */
  inputs: string[]
  outputs: string[]
}

/** A constant of the file, as far as it is known. */
export interface Constant {
  name: string
  shape: readonly number[]
  fields: Field[]
  /** The field with its numbers, where these are float32. */
  floats: Field | null
}

/** @throws StokesError `model.notOnnx`, `model.unsupported` for weights in other files */
export function readGraph(bytes: Uint8Array): Graph {
  try {
    const model = readFields(bytes)
    const content = model.find(({ number }) => number === MODEL_GRAPH)?.content
    if (!content) throw new RangeError('It has no graph')
    const fields = readFields(content)
    const of = (number: number) => fields.filter((field) => field.number === number)
    const names = (number: number) =>
      of(number).flatMap((field) => texts(readFields(field.content), INFO_NAME))
    const constants = new Set(of(GRAPH_INITIALIZER).map(({ content }) => readConstant(content).name))
    const nodes = of(GRAPH_NODE).map(({ content, raw }) => readNode(content, raw))
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

/** @throws StokesError `model.unsupported` where its numbers are in another file; RangeError */
export function readConstant(tensor: Uint8Array): Constant {
  const fields = readFields(tensor)
  if (fields.some(({ number, integer }) => number === TENSOR_LOCATION && integer === 1n)) {
    throw new StokesError('model.unsupported', 'The ONNX model keeps its weights in another file.', {
      tip: 'Export it again with all weights in the .onnx file (PyTorch: external_data=False).',
    })
  }
  const isFloat = fields.some(({ number, integer }) => number === TENSOR_TYPE && integer === FLOAT)
  const floats = fields.find(({ number }) => number === TENSOR_RAW || number === TENSOR_FLOATS)
  return {
    name: texts(fields, TENSOR_NAME)[0] ?? '',
    shape: integers(fields, TENSOR_EXTENT),
    fields,
    floats: (isFloat && floats) || null,
  }
}

/** A copy, whatever the bytes are part of: their place in the file need not be one for floats. */
export function floatsIn({ content }: Field): Float32Array {
  return new Float32Array(new Uint8Array(content).buffer)
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
