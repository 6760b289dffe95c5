import { transfer } from 'comlink'
import { createHash } from 'node:crypto'
import { StokesError } from '../../../contract/errors'
import { MOST_THUMBNAIL_BYTES, PHOTO_PIECE_BYTES } from '../../../contract/photos'
import { readPhoto, type ReadPhoto } from '../../../storage/photos/readPhoto'

export interface PreparedPhoto extends Omit<ReadPhoto, 'bytes'> {
  /** As they are stored, one after the other. */
  parts: Uint8Array[]
  bytes: number
  sha256: Uint8Array
  thumbnail: Uint8Array
  thumbnailType: ReadPhoto['mediaType']
}

/** What would hold up the loop that owns the instrument, on a thread of its own. */
export class PhotoDesk {
  /**
   * A file as it is stored: stripped, hashed, in parts.
   * @throws StokesError `file.notAPhoto`, `file.tooLarge`, `usage.invalid` for a thumbnail that is too large
   */
  prepare(pieces: readonly Uint8Array[], thumbnail: Uint8Array): PreparedPhoto {
    const { bytes, ...photo } = readPhoto(Buffer.concat(pieces))
    const small = readPhoto(thumbnail)
    if (small.bytes.length > MOST_THUMBNAIL_BYTES) {
      throw new StokesError(
        'usage.invalid',
        `The small picture has ${small.bytes.length} bytes; at most ${MOST_THUMBNAIL_BYTES} are kept.`,
      )
    }
    const parts: Uint8Array[] = []
    for (let at = 0; at < bytes.length; at += PHOTO_PIECE_BYTES)
      parts.push(bytes.slice(at, at + PHOTO_PIECE_BYTES))
    const prepared: PreparedPhoto = {
      ...photo,
      parts,
      bytes: bytes.length,
      sha256: new Uint8Array(createHash('sha256').update(bytes).digest()),
      thumbnail: small.bytes,
      thumbnailType: small.mediaType,
    }
    return transfer(
      prepared,
      parts.map(({ buffer }) => buffer as ArrayBuffer),
    )
  }
}
