import { createHash } from 'node:crypto'
import { StokesError } from '../../../contract/errors'
import type { CaseLog } from '../../../storage/openCaseLog'
import { readPhoto } from '../../../storage/photos/readPhoto'

/** Of a photo as it is stored, hexadecimal. */
export interface PhotoHash {
  id: string
  sha256: string
}

/** The photos of a case, those too that were removed; each read from its parts. */
export function photosOfCase(log: CaseLog, lesionId: string): PhotoHash[] {
  return log.photos.ofLesion(lesionId).map(({ id }) => ({
    id,
    sha256: createHash('sha256').update(wholePhoto(log, id)).digest('hex'),
  }))
}

/**
 * What another program wrote into its case log is a picture, and nothing else: no more of a file was kept than here.
 * @throws StokesError `file.notAPhoto`, `file.tooLarge`
 */
export function requireStripped(log: CaseLog, lesionId: string): void {
  for (const { id, thumbnail } of log.photos.ofLesion(lesionId)) {
    const small = Buffer.from(thumbnail.slice(thumbnail.indexOf(',') + 1), 'base64')
    for (const bytes of [wholePhoto(log, id), small]) {
      if (Buffer.compare(readPhoto(bytes).bytes, bytes) === 0) continue
      throw new StokesError('file.notAPhoto', `The photo ${id} holds more than a picture.`)
    }
  }
}

function wholePhoto(log: CaseLog, id: string): Buffer {
  const parts: Uint8Array[] = []
  for (let part = log.photos.part(id, 0); part; part = log.photos.part(id, parts.length)) parts.push(part)
  return Buffer.concat(parts)
}
