import { createHash } from 'node:crypto'
import type { NewPhoto, Photo, PhotoMediaType, PhotoRemoval } from '../../contract/photos'
import { StokesError } from '../../contract/errors'
import { notFound } from '../notFound'
import { newEntry, type Store } from '../store'
import type { Lesions } from './lesions'
import type { Operators } from './operators'
import type { Visits } from './visits'

export type Photos = ReturnType<typeof photos>

/** A stripped picture, before its parts. */
export interface PhotoToKeep extends Omit<NewPhoto, 'transferId' | 'thumbnail'> {
  mediaType: PhotoMediaType
  width: number
  height: number
  bytes: number
  sha256: Uint8Array
  thumbnail: Uint8Array
  thumbnailType: PhotoMediaType
}

type Row = Omit<Photo, 'sha256' | 'thumbnail' | 'removal'> & {
  sha256: Uint8Array
  thumbnail: Uint8Array
  thumbnailType: string
  removedAt: string | null
  removedBy: string | null
  reason: string | null
}

const select = `
  SELECT photo.id, photo.lesionId, visitId, operator.name AS operatorName, kind, takenOn, note, mediaType, width, height, bytes, sha256,
    thumbnail, thumbnailType, photo.createdAt,
    iif(removal.deleted, removal.createdAt, NULL) AS removedAt, removal.reason,
    (SELECT name FROM operator WHERE operator.id = removal.operatorId) AS removedBy
  FROM wholePhoto AS photo
  JOIN operator ON operator.id = photo.operatorId
  LEFT JOIN photoDeletion AS removal ON removal.entry = (SELECT max(entry) FROM photoDeletion WHERE photoId = photo.id)`

/** Pictures of lesions. They are added, and put out of sight with a reason; none is ever changed. */
export function photos(store: Store, parts: { operators: Operators; lesions: Lesions; visits: Visits }) {
  const { connection } = store
  const { operators, lesions, visits } = parts

  function get(id: string): Photo {
    const row = connection.get(`${select} WHERE photo.id = @id`, { id })
    if (!row) throw notFound('photo', id)
    return toPhoto(row as Row)
  }

  function setDeleted({ photoId, operatorId, reason }: PhotoRemoval, deleted: 0 | 1): void {
    connection.transaction(() => {
      const { lesionId, removal } = get(photoId)
      operators.get(operatorId)
      if ((removal !== null) === (deleted === 1)) {
        throw new StokesError('usage.invalid', `The photo is ${deleted ? 'removed already' : 'in sight'}.`, {
          tip: 'Look at the case again: somebody else was faster.',
        })
      }
      connection.insert('photoDeletion', {
        ...newEntry(store),
        ...{ photoId, lesionId, operatorId, reason, deleted },
      })
    })
  }

  return {
    get,

    /** Newest first; those that were removed, too. */
    ofLesion(lesionId: string): Photo[] {
      const rows = connection.all(`${select} WHERE photo.lesionId = @lesionId ORDER BY photo.entry DESC`, {
        lesionId,
      })
      return (rows as Row[]).map(toPhoto)
    },

    /**
     * Begins a picture, of the visit of its day; it is there when its parts are. Gives its id.
     * @throws StokesError `storage.duplicate` for one that the lesion has, `usage.invalid` for a lesion that is deleted
     */
    begin(photo: PhotoToKeep): string {
      const { lesionId, operatorId, takenOn, sha256 } = photo
      return connection.transaction(() => {
        const { patientId } = lesions.get(lesionId)
        lesions.requireInSight(lesionId)
        operators.get(operatorId)
        const there = connection.get(
          'SELECT takenOn FROM wholePhoto WHERE lesionId = @lesionId AND sha256 = @sha256',
          { lesionId, sha256 },
        ) as { takenOn: string } | undefined
        if (there) throw isThere(there.takenOn)
        const visitId = visits.join(patientId, operatorId, takenOn)
        const row = { ...newEntry(store), visitId, ...photo }
        connection.insert('photo', row)
        return row.id
      })
    },

    /** The next part of a picture that was begun; on the disk when this returns. */
    addPart(photoId: string, ordinal: number, content: Uint8Array): void {
      connection.transaction(() => {
        const photo = connection.get('SELECT entry FROM photo WHERE id = @photoId', { photoId })
        if (!photo) throw notFound('photo', photoId)
        const { entry: photoEntry } = photo as { entry: number }
        connection.insert('photoPart', { photoEntry, ordinal, content, sha256: sha256Of(content) })
      })
    },

    /**
     * A part of a picture; null after the last.
     * @throws StokesError `storage.damaged` where it is not what was written
     */
    part(photoId: string, ordinal: number): Uint8Array | null {
      const part = connection.get(
        `SELECT content, photoPart.sha256 FROM photo JOIN photoPart ON photoEntry = photo.entry
         WHERE photo.id = @photoId AND ordinal = @ordinal`,
        { photoId, ordinal },
      ) as { content: Uint8Array; sha256: Uint8Array } | undefined
      if (!part) return null
      if (Buffer.compare(sha256Of(part.content), part.sha256) === 0) return part.content
      throw new StokesError('storage.damaged', `Part ${ordinal} of a photo is not what was stored.`, {
        tip: 'The disk changed it, or somebody did: run "stokes verify", and restore the newest backup.',
      })
    },

    remove: (removal: PhotoRemoval): void => {
      setDeleted(removal, 1)
    },

    restore: (removal: PhotoRemoval): void => {
      setDeleted(removal, 0)
    },
  }
}

function toPhoto({ sha256, thumbnail, thumbnailType, removedAt, removedBy, reason, ...photo }: Row): Photo {
  return {
    ...photo,
    sha256: Buffer.from(sha256).toString('hex'),
    thumbnail: `data:${thumbnailType};base64,${Buffer.from(thumbnail).toString('base64')}`,
    removal: removedAt === null ? null : { at: removedAt, operatorName: removedBy!, reason: reason! },
  }
}

function sha256Of(content: Uint8Array): Uint8Array {
  return createHash('sha256').update(content).digest()
}

function isThere(takenOn: string): StokesError {
  return new StokesError('storage.duplicate', `The case holds this picture already, taken on ${takenOn}.`, {
    tip: 'If it was removed, restore it.',
  })
}
