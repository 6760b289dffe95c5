import { StokesError } from '../../contract/errors'
import { sizeOf } from '../architectures/networkWeights'
import { floatsIn, GRAPH_INITIALIZER, readConstant, readGraph, type Operator } from '../onnx/readGraph'
import type { CheckpointTensor } from './safetensors'

export interface OnnxWeights {
  /** The float32 tensors that are part of the file, by name. */
  tensors: Map<string, CheckpointTensor>
  /** The operators in their order, with the names of what they read. */
  nodes: readonly Operator[]
}

/**
 * What an ONNX file holds of a network's weights, and which operator reads which.
 * @throws StokesError `training.wrongCheckpoint`
 */
export function readOnnxWeights(bytes: Uint8Array): OnnxWeights {
  try {
    const { fields, nodes } = readGraph(bytes)
    const constants = fields.flatMap(({ number, content }) =>
      number === GRAPH_INITIALIZER ? [readConstant(content)] : [],
    )
    const tensors = constants.flatMap(({ name, shape, floats }) => {
      if (!floats) return []
      const values = floatsIn(floats)
      if (values.length !== sizeOf(shape))
        throw wrong(`The tensor ${name} holds ${values.length} numbers for the shape [${shape.join(', ')}]`)
      return [[name, { shape, values }] as const]
    })
    return { nodes, tensors: new Map(tensors) }
  } catch (cause) {
    if (cause instanceof StokesError && cause.code === 'training.wrongCheckpoint') throw cause
    throw wrong(
      cause instanceof StokesError ? cause.message : 'The file is no ONNX file, or only a part of one',
      cause,
    )
  }
}

function wrong(message: string, cause?: unknown): StokesError {
  return new StokesError('training.wrongCheckpoint', message, {
    tip: 'Export the model with its weights in the file.',
    cause,
  })
}
