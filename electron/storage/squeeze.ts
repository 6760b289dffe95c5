import { deflateRawSync, inflateRawSync } from 'node:zlib'

/**
 * Numbers in less room, without loss: neighbours of a spectrum differ little, and the high bytes of these differences are nearly
 * all the same. Differences of neighbours (of whole numbers), bytes of one place together, DEFLATE (RFC 1951). Counts of skin take
 * about half their bytes then.
 *
 * @param width bytes of one number; differences are taken of those of 2 bytes
 */
export function squeeze(bytes: Uint8Array, width: 2 | 8): Uint8Array {
  return deflateRawSync(shuffled(width === 2 ? differences(bytes) : bytes, width), { level: LEVEL })
}

/**
 * What {@link squeeze} was given.
 * @param length of it, so that damaged bytes cannot fill the memory
 * @throws Error where they are not what it gave
 */
export function unsqueeze(squeezed: Uint8Array, width: 2 | 8, length: number): Uint8Array {
  const bytes = unshuffled(inflateRawSync(squeezed, { maxOutputLength: Math.max(1, length) }), width)
  return width === 2 ? sums(bytes) : bytes
}

/** More takes twice the time and saves one byte in a hundred. */
const LEVEL = 3

function differences(bytes: Uint8Array): Uint8Array {
  // A copy: what SQLite hands out need not be aligned.
  const counts = new Uint16Array(new Uint8Array(bytes).buffer)
  for (let i = counts.length - 1; i > 0; i--) counts[i]! -= counts[i - 1]!
  // A small negative difference has high bytes as a small positive one: the sign goes to the last bit.
  for (let i = 0; i < counts.length; i++) counts[i] = (counts[i]! << 1) ^ ((counts[i]! << 16) >> 31)
  return new Uint8Array(counts.buffer)
}

function sums(bytes: Uint8Array): Uint8Array {
  const counts = new Uint16Array(new Uint8Array(bytes).buffer)
  for (let i = 0; i < counts.length; i++) counts[i] = (counts[i]! >>> 1) ^ -(counts[i]! & 1)
  for (let i = 1; i < counts.length; i++) counts[i]! += counts[i - 1]!
  return new Uint8Array(counts.buffer)
}

function shuffled(bytes: Uint8Array, width: number): Uint8Array {
  const count = bytes.length / width
  const result = new Uint8Array(bytes.length)
  for (let place = 0; place < width; place++) {
    for (let i = 0; i < count; i++) result[place * count + i] = bytes[i * width + place]!
  }
  return result
}

function unshuffled(bytes: Uint8Array, width: number): Uint8Array {
  const count = bytes.length / width
  const result = new Uint8Array(bytes.length)
  for (let place = 0; place < width; place++) {
    for (let i = 0; i < count; i++) result[i * width + place] = bytes[place * count + i]!
  }
  return result
}
