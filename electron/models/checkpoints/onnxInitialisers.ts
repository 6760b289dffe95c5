import { StokesError } from '../../contract/errors'
import { sizeOf } from '../architectures/networkWeights'
import type { CheckpointTensor } from './safetensors'

/** A field of a protobuf message: a number for integers, bytes for all else. */
interface Field {
  field: number
  value: bigint | Uint8Array
}

/** Field numbers of onnx.proto, https://github.com/onnx/onnx. */
const MODEL_GRAPH = 7
const GRAPH = { node: 1, initialiser: 5 }
const NODE = { input: 1, operator: 4 }
const TENSOR = { extent: 1, type: 2, floats: 4, name: 8, raw: 9 }
const FLOAT = 1n

export interface OnnxContents {
  /** The float32 tensors that are part of the file, by name. */
  tensors: Map<string, CheckpointTensor>
  /** The operators in their order, with the names of what they read. */
  nodes: { operator: string; inputs: string[] }[]
}

/**
 * What an ONNX file holds of a network's weights, and which operator reads which.
 * @throws StokesError `training.wrongCheckpoint`
 */
export function readOnnx(bytes: Uint8Array): OnnxContents {
  try {
    const graph = bytesOf(fieldsOf(bytes), MODEL_GRAPH).flatMap(fieldsOf)
    if (graph.length === 0) throw new RangeError('no graph')
    return {
      tensors: new Map(bytesOf(graph, GRAPH.initialiser).map(fieldsOf).filter(isFloat).map(tensorOf)),
      nodes: bytesOf(graph, GRAPH.node).map((node) => {
        const fields = fieldsOf(node)
        return { operator: textOf(fields, NODE.operator)[0] ?? '', inputs: textOf(fields, NODE.input) }
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
  return tensor.some(({ field, value }) => field === TENSOR.type && value === FLOAT)
}

function tensorOf(fields: Field[]): [string, CheckpointTensor] {
  const name = textOf(fields, TENSOR.name)[0] ?? ''
  const shape = integersOf(fields, TENSOR.extent)
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
  return fields.flatMap(({ field, value }) =>
    field === wanted && value instanceof Uint8Array ? [value] : [],
  )
}

function textOf(fields: readonly Field[], wanted: number): string[] {
  return bytesOf(fields, wanted).map((bytes) => new TextDecoder().decode(bytes))
}

/** Integers one by one, or packed into one field. */
function integersOf(fields: readonly Field[], wanted: number): number[] {
  return fields.flatMap(({ field, value }) => {
    if (field !== wanted) return []
    if (typeof value === 'bigint') return [Number(value)]
    const numbers: number[] = []
    for (let at = 0; at < value.length;) {
      const [number, next] = varint(value, at)
      numbers.push(Number(number))
      at = next
    }
    return numbers
  })
}

/** The fields of a message (https://protobuf.dev/programming-guides/encoding). */
function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = []
  for (let at = 0; at < bytes.length;) {
    const [tag, afterTag] = varint(bytes, at)
    const field = Number(tag >> 3n)
    const wire = Number(tag & 7n)
    if (wire === 0) {
      const [value, next] = varint(bytes, afterTag)
      fields.push({ field, value })
      at = next
      continue
    }
    const fixed = wire === 1 ? 8 : wire === 5 ? 4 : null
    const [length, start] = fixed === null ? varint(bytes, afterTag) : ([BigInt(fixed), afterTag] as const)
    at = start + Number(length)
    if (![1, 2, 5].includes(wire) || at > bytes.length)
      throw new RangeError(`field ${field} at byte ${start}`)
    fields.push({ field, value: bytes.subarray(start, at) })
  }
  return fields
}

function varint(bytes: Uint8Array, start: number): [value: bigint, next: number] {
  let value = 0n
  for (let at = start, shift = 0n; at < bytes.length; at++, shift += 7n) {
    value |= BigInt(bytes[at]! & 127) << shift
    if (bytes[at]! < 128) return [value, at + 1]
  }
  throw new RangeError(`a number without an end at byte ${start}`)
}
