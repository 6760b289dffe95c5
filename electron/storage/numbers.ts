import { createHash } from 'node:crypto'
import { StokesError } from '../contract/errors'

/** Little-endian, as are all platforms that Electron runs on. */
type NumberType = 'u16le' | 'f64le'

export interface PackedNumbers {
  dtype: NumberType
  bytes: Uint8Array
  /** Of `bytes`. */
  sha256: Uint8Array
}

/** Numbers as the case log stores them: 8 bytes each. */
export function packFloats(values: Float64Array): PackedNumbers {
  return pack('f64le', values)
}

/** The same in 2 bytes each where that loses nothing: the counts of a 16-bit detector. */
export function packCounts(values: Float64Array): PackedNumbers {
  const counts = new Uint16Array(values)
  const lossless = values.every((value, index) => Object.is(value, counts[index]))
  return lossless ? pack('u16le', counts) : packFloats(values)
}

/**
 * The numbers again, to the bit.
 * @param what names them in the error
 * @throws StokesError `storage.damaged` where the bytes are not those that were written
 */
export function unpackNumbers({ dtype, bytes, sha256 }: PackedNumbers, what: string): Float64Array {
  if (hash(bytes).compare(sha256) !== 0) {
    throw new StokesError('storage.damaged', `${what}: the checksum of the stored numbers does not match.`, {
      tip: 'The disk may be failing. Keep the case log as it is and restore the newest backup.',
    })
  }
  // A copy, because what SQLite hands out need not be aligned.
  const { buffer } = new Uint8Array(bytes)
  return dtype === 'u16le' ? new Float64Array(new Uint16Array(buffer)) : new Float64Array(buffer)
}

/** Numbers that can be computed again, and so need no checksum; 8 bytes each. */
export function floatBytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float64Array.from(values).buffer)
}

export function floatsFrom(bytes: Uint8Array): number[] {
  return Array.from(new Float64Array(new Uint8Array(bytes).buffer))
}

function pack(dtype: NumberType, values: Uint16Array | Float64Array): PackedNumbers {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return { dtype, bytes, sha256: hash(bytes) }
}

function hash(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
