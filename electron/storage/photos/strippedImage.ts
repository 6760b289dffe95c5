import { StokesError } from '../../contract/errors'

/** A picture with nothing in its file but the picture. */
export interface StrippedImage {
  bytes: Uint8Array
  /** As it is stored, before it is turned. */
  width: number
  height: number
  /** EXIF 0x0112, 1 to 8: how it is to be turned and mirrored to be seen. */
  orientation: number
}

/** @param what such as "ends within a segment at byte 312" */
export function notAPhoto(format: string, what: string): StokesError {
  return new StokesError('file.notAPhoto', `The ${format} file ${what}.`, {
    tip: 'Export the picture again from the camera or the program that made it, then add that file.',
  })
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

export function asciiOf(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length))
}
