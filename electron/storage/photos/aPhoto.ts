import { createHash } from 'node:crypto'
import type { CaseLog } from '../openCaseLog'
import type { PhotoToKeep } from '../repositories/photos'
import { webpPlain } from './fixtures'

/* For the tests of whatever holds photos. */

interface Given {
  lesionId: string
  operatorId: string
  takenOn?: string
  /** Its parts. */
  parts?: readonly Uint8Array[]
  kind?: PhotoToKeep['kind']
}

/** What is known of a photo of so many bytes before its parts come. */
export function photoOf({ lesionId, operatorId, takenOn, kind }: Given, bytes: number): PhotoToKeep {
  return {
    ...{ lesionId, operatorId, takenOn: takenOn ?? '2026-01-01', kind: kind ?? 'clinical', note: '' },
    ...{ mediaType: 'image/jpeg', width: 4, height: 3, bytes, sha256: new Uint8Array(32) },
    ...{ thumbnail: webpPlain, thumbnailType: 'image/webp' },
  }
}

/** A stored photo; gives its id. */
export function aPhoto(log: CaseLog, given: Given): string {
  const { parts = [Buffer.alloc(1000, 1), Buffer.alloc(500, 2)] } = given
  const whole = Buffer.concat(parts)
  const sha256 = createHash('sha256').update(whole).digest()
  const id = log.photos.begin({ ...photoOf(given, whole.length), sha256 })
  for (const [ordinal, part] of parts.entries()) log.photos.addPart(id, ordinal, part)
  return id
}
