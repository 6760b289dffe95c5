import { StokesError } from '../../contract/errors'
import { sizeOf } from '../architectures/networkWeights'
import { integers, readFields, texts, type Field } from '../onnx/readProtobuf'
import type { CheckpointTensor } from './safetensors'

/** Field numbers of onnx.proto, https://github.com/onnx/onnx. */
const MODEL_GRAPH = 7
const GRAPH = { node: 1, initialiser: 5 }
const NODE = { input: 1, operator: 4 }
const TENSOR = { extent: 1, type: 2, floats: 4, name: 8, raw: 9 }
const FLOAT = 1n

export interface OnnxWeights {
  /** The float32 tensors that are part of the file, by name. */
  tensors: Map<string, CheckpointTensor>
  /** The operators in their order, with the names of what they read. */
  nodes: { operator: string; inputs: string[] }[]
}

/**
 * What an ONNX file holds of a network's weights, and which operator reads which.
 * @throws StokesError `training.wrongCheckpoint`
 */
export function readOnnxWeights(bytes: Uint8Array): OnnxWeights {
  try {
    const graph = bytesOf(readFields(bytes), MODEL_GRAPH).flatMap(readFields)
    if (graph.length === 0) throw new RangeError('no graph')
    return {
      tensors: new Map(bytesOf(graph, GRAPH.initialiser).map(readFields).filter(isFloat).map(tensorOf)),
      nodes: bytesOf(graph, GRAPH.node).map((node) => {
        const fields = readFields(node)
        return { operator: texts(fields, NODE.operator)[0] ?? '', inputs: texts(fields, NODE.input) }
      }),
    }
  } catch (cause) {
    if (cause instanceof StokesError) throw cause
    throw new StokesError('training.wrongCheckpoint', 'The file is no ONNX file, or only a part of one', {
      cause,
    })
  }
}

function isFloat(tensor: Field[]): boolean {
  return tensor.some(({ number, integer }) => number === TENSOR.type && integer === FLOAT)
}

function tensorOf(fields: Field[]): [string, CheckpointTensor] {
  const name = texts(fields, TENSOR.name)[0] ?? ''
  const shape = integers(fields, TENSOR.extent)
  const [numbers] = [...bytesOf(fields, TENSOR.raw), ...bytesOf(fields, TENSOR.floats)]
  if (numbers?.length !== 4 * sizeOf(shape))
    throw new StokesError(
      'training.wrongCheckpoint',
      `The tensor ${name} holds ${numbers?.length ?? 0} bytes for the shape [${shape.join(', ')}]`,
      { tip: 'Export the model with its weights in the file.' },
    )
  return [name, { shape, values: new Float32Array(new Uint8Array(numbers).buffer) }]
}

function bytesOf(fields: readonly Field[], wanted: number): Uint8Array[] {
  return fields.filter(({ number }) => number === wanted).map(({ content }) => content)
}
