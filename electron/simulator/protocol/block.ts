/** A definite-length block of IEEE 488.2 (8.7.9): `#`, the number of digits of the length, the length in bytes, the payload. */
export function encodeBlock(payload: Uint8Array): Uint8Array {
  const length = String(payload.length)
  return Buffer.concat([Buffer.from(`#${length.length}${length}`, 'latin1'), payload])
}

/** `#10`: no frame. */
export const emptyBlock = encodeBlock(new Uint8Array(0))
