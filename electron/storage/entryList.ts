import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Ascending entries in little room: those of neighbouring rows differ by one. */
export function packEntries(entries: readonly number[]): Uint8Array {
  const steps = Uint32Array.from(entries, (entry, i) => entry - (entries[i - 1] ?? 0))
  return deflateRawSync(new Uint8Array(steps.buffer))
}

/**
 * What {@link packEntries} was given.
 * @param count of them, so that damaged bytes cannot fill the memory
 * @throws Error where they are not what it gave
 */
export function unpackEntries(packed: Uint8Array, count: number): number[] {
  const bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, count * 4) })
  let entry = 0
  return Array.from(new Uint32Array(new Uint8Array(bytes).buffer), (step) => (entry += step))
}
