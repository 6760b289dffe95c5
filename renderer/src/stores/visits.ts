import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import {
  PHOTO_PIECE_BYTES,
  type NewPhoto,
  type Photo,
  type PhotoRemoval,
} from '../../../electron/contract/photos'
import type { Visit, VisitNote } from '../../../electron/contract/visits'
import { instrument } from '../bridge/instrument'
import { outcomeOf, type Outcome } from './outcomeOf'
import { useRecordStore } from './record'
import { base64Of, bodyOf, smallPicture } from './smallPicture'
import { useSystemStore } from './system'

/** Pieces that are on their way: more would keep others waiting. */
const AT_ONCE = 4

/** A file that may be kept, as it waits for what is to be said of it. */
export interface ExaminedPhoto {
  transferId: string
  /** A small one, as an address of the kind `data:`. */
  thumbnail: string
  width: number
  height: number
}

/** The visits of the lesion that is open, and its photos. */
export const useVisitsStore = defineStore('visits', () => {
  const records = useRecordStore()
  const system = useSystemStore()
  const lesionId = shallowRef<string | null>(null)
  const visits = shallowRef<readonly Visit[]>([])
  const photos = shallowRef<readonly Photo[]>([])

  async function open(id: string): Promise<void> {
    if (lesionId.value !== id) visits.value = photos.value = []
    lesionId.value = id
    const found = await system.attempt(() =>
      Promise.all([instrument.visits.list({ lesionId: id }), instrument.photos.list({ lesionId: id })]),
    )
    if (found && lesionId.value === id) [visits.value, photos.value] = found
  }

  /** With the history of the case, which tells of photos too. */
  const openAgain = (id: string) => Promise.all([open(id), records.open(id)])

  /** Hands a file over piece by piece, and asks whether it may be kept. */
  async function examine(file: File): Promise<Outcome<ExaminedPhoto>> {
    const transferId = crypto.randomUUID()
    const examined = await outcomeOf(async () => {
      for (let at = 0; at === 0 || at < file.size; at += PHOTO_PIECE_BYTES) {
        const piece = await base64Of(file.slice(at, at + PHOTO_PIECE_BYTES))
        await instrument.photos.send({ transferId, piece })
      }
      return instrument.photos.examine({ transferId })
    })
    if (!examined.value) return examined
    const { width, height } = examined.value
    try {
      return { value: { transferId, thumbnail: await smallPicture(file), width, height }, problem: null }
    } catch {
      const message = 'The picture is damaged: it cannot be shown.'
      const tip = 'Export it again from the camera or the program that made it.'
      return { value: null, problem: { code: 'file.notAPhoto', message, tip } }
    }
  }

  async function add(
    { transferId, thumbnail }: ExaminedPhoto,
    said: Omit<NewPhoto, 'transferId' | 'thumbnail'>,
  ): Promise<Outcome<Photo>> {
    const added = await outcomeOf(() =>
      instrument.photos.add({ transferId, thumbnail: bodyOf(thumbnail), ...said }),
    )
    if (added.value) await openAgain(said.lesionId)
    return added
  }

  async function addNote(note: VisitNote): Promise<boolean> {
    const done = await system.attempt(async () => {
      await instrument.visits.addNote(note)
      return true
    })
    if (done && lesionId.value) await open(lesionId.value)
    return done === true
  }

  async function setRemoved(photo: Photo, work: () => Promise<void>): Promise<boolean> {
    const done = await system.attempt(async () => {
      await work()
      return true
    })
    await openAgain(photo.lesionId)
    return done === true
  }

  /** The picture itself, as an address of the kind `data:`. */
  function image({ id, mediaType }: Photo): Promise<string | undefined> {
    return system.attempt(async () => {
      const pieces = [`data:${mediaType};base64,`]
      for (let first = 0; pieces.at(-1) !== ''; first += AT_ONCE) {
        const next = Array.from({ length: AT_ONCE }, (_, i) =>
          instrument.photos.piece({ photoId: id, ordinal: first + i }),
        )
        pieces.push(...(await Promise.all(next)))
      }
      return pieces.join('')
    })
  }

  return {
    visits,
    photos,
    open,
    examine,
    add,
    image,
    addNote,
    remove: (photo: Photo, by: Omit<PhotoRemoval, 'photoId'>) =>
      setRemoved(photo, () => instrument.photos.remove({ photoId: photo.id, ...by })),
    restore: (photo: Photo, by: Omit<PhotoRemoval, 'photoId'>) =>
      setRemoved(photo, () => instrument.photos.restore({ photoId: photo.id, ...by })),
  }
})
