import { StokesError } from '../../contract/errors'
import { sizeOf } from '../architectures/networkWeights'

/** A named array of a checkpoint, in row-major order. */
export interface CheckpointTensor {
  shape: readonly number[]
  values: Float32Array
}

interface Header {
  dtype: string
  shape: number[]
  data_offsets: [start: number, end: number]
}

/**
 * The tensors of a safetensors file (https://github.com/huggingface/safetensors: the length of a JSON header as uint64,
 * the header, the numbers) and what its header says besides. Of the number formats float32 alone.
 * @throws StokesError `training.wrongCheckpoint`
 */
export function readSafetensors(bytes: Uint8Array): {
  tensors: Map<string, CheckpointTensor>
  metadata: Record<string, string>
} {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const start = 8 + Number(view.getBigUint64(0, true))
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as Record<string, unknown>
    const { __metadata__: metadata = {}, ...entries } = header
    const tensors = Object.entries(entries as Record<string, Header>).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [from, to],
        },
      ]) => {
        // A copy, since the numbers may begin anywhere; a Buffer's own slice makes none.
        const part = new Uint8Array(bytes.subarray(start + from, start + to))
        if (dtype !== 'F32' || part.length !== 4 * sizeOf(shape))
          throw new StokesError(
            'training.wrongCheckpoint',
            `The tensor ${name} is ${dtype} with ${part.length} bytes for the shape [${shape.join(', ')}]`,
            { tip: 'Stokes reads whole files of float32 (F32).' },
          )
        return [name, { shape, values: new Float32Array(part.buffer) }] as const
      },
    )
    return { tensors: new Map(tensors), metadata: metadata as Record<string, string> }
  } catch (cause) {
    if (cause instanceof StokesError) throw cause
    throw new StokesError(
      'training.wrongCheckpoint',
      'The file is no safetensors file, or only a part of one',
      { cause },
    )
  }
}

/** The other way. */
export function writeSafetensors(
  tensors: Iterable<readonly [string, CheckpointTensor]>,
  metadata: Record<string, string> = {},
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata }
  const all = [...tensors]
  let offset = 0
  for (const [name, { shape, values }] of all) {
    const end = offset + values.byteLength
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, end] }
    offset = end
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  // Blanks at the end of the header put the numbers at a multiple of eight bytes.
  const start = Math.ceil((8 + text.length) / 8) * 8
  const bytes = new Uint8Array(start + offset).fill(32, 0, start)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true)
  bytes.set(text, 8)
  let at = start
  for (const [, { values }] of all) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at)
    at += values.byteLength
  }
  return bytes
}
