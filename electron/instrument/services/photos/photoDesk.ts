import { transfer } from 'comlink'
import { createHash } from 'node:crypto'
import { PHOTO_PIECE_BYTES } from '../../../contract/photos'
import { readPhoto, type ReadPhoto } from '../../../storage/photos/readPhoto'

export interface PreparedPhoto extends Omit<ReadPhoto, 'bytes'> {
  sha256: Uint8Array
  /** The bytes as they are stored, one part after the other. */
  parts: Uint8Array[]
}

/** What would hold up the loop that owns the instrument, on a thread of its own. */
export class PhotoDesk {
  /**
   * A file as it is stored: stripped, hashed, in parts.
   * @throws StokesError `file.notAPhoto`, `file.tooLarge`
   */
  prepare(pieces: readonly Uint8Array[]): PreparedPhoto {
    const { bytes, ...photo } = readPhoto(Buffer.concat(pieces))
    const parts: Uint8Array[] = []
    for (let at = 0; at < bytes.length; at += PHOTO_PIECE_BYTES)
      parts.push(bytes.slice(at, at + PHOTO_PIECE_BYTES))
    const sha256 = new Uint8Array(createHash('sha256').update(bytes).digest())
    return transfer(
      { ...photo, sha256, parts },
      parts.map(({ buffer }) => buffer as ArrayBuffer),
    )
  }
}
