import { afterEach, beforeEach, expect, it } from 'vitest'
import { PHOTO_PIECE_BYTES } from '../../contract/photos'
import { addLesion, aFrame, openTestLog, startAcquisition, temporaryFolder } from '../fixtures'
import { openDatabase } from '../nativePart'
import type { CaseLog } from '../openCaseLog'
import { webpPlain } from '../photos/fixtures'
import { aPhoto, photoOf } from '../photos/aPhoto'

let log: CaseLog
let path: string
let remove: () => void
let subject: ReturnType<typeof addLesion>

beforeEach(() => {
  const temporary = temporaryFolder()
  path = `${temporary.folder}/cases.db`
  log = openTestLog(path)
  subject = addLesion(log)
  remove = () => {
    log.close()
    temporary.remove()
  }
})
afterEach(() => {
  remove()
})

it('is there when its last part is, and reads as it was written', () => {
  const id = aPhoto(log, subject)
  expect(log.photos.get(id)).toMatchObject({
    ...{ lesionId: subject.lesionId, operatorName: 'Ada', kind: 'clinical', takenOn: '2026-01-01' },
    ...{
      bytes: 1500,
      width: 4,
      height: 3,
      thumbnail: `data:image/webp;base64,${Buffer.from(webpPlain).toString('base64')}`,
      removal: null,
    },
  })
  expect([0, 1, 2].map((ordinal) => log.photos.part(id, ordinal)?.length)).toEqual([1000, 500, undefined])
})

it('is nowhere while a part of it is missing, as after a power cut', () => {
  const id = log.photos.begin(photoOf(subject, 2))
  log.photos.addPart(id, 0, Uint8Array.of(1))
  expect(log.photos.ofLesion(subject.lesionId)).toEqual([])
  expect(() => log.photos.get(id)).toThrow(/no photo/)
  log.photos.addPart(id, 1, Uint8Array.of(1))
  expect(log.photos.ofLesion(subject.lesionId)).toHaveLength(1)
})

it('takes no part that is not the next, and none beyond its size', () => {
  const id = aPhoto(log, subject)
  expect(() => {
    log.photos.addPart(id, 2, new Uint8Array(1))
  }).toThrow(/up to its size/)
  expect(log.photos.ofLesion(subject.lesionId)).toHaveLength(1)
  log.close()
  const database = openDatabase(path)
  expect(() => database.exec('DELETE FROM photoPart')).toThrow(/never deleted/)
  expect(() => database.exec(`UPDATE photo SET note = 'x'`)).toThrow(/never changed/)
  database.close()
})

it('is refused a second time, and where the case is deleted', () => {
  const id = aPhoto(log, subject)
  expect(() => aPhoto(log, subject)).toThrow('The case holds this picture already, taken on 2026-01-01.')
  log.records.deleteLesion({ ...subject, reason: 'wrong patient' })
  expect(() => aPhoto(log, { ...subject, parts: [Uint8Array.of(7)] })).toThrow(/deleted/)
  expect(log.photos.ofLesion(subject.lesionId).map((photo) => photo.id)).toEqual([id])
})

it('goes out of sight with a reason, and comes back', () => {
  const photoId = aPhoto(log, subject)
  const { operatorId } = subject
  log.photos.remove({ photoId, operatorId, reason: 'the wrong arm' })
  expect(log.photos.get(photoId).removal).toEqual({
    ...{ at: expect.stringMatching(/^2026/) as string, operatorName: 'Ada', reason: 'the wrong arm' },
  })
  expect(() => {
    log.photos.remove({ photoId, operatorId, reason: 'again' })
  }).toThrow(/removed already/)
  log.photos.restore({ photoId, operatorId, reason: 'it was the right one' })
  expect(log.photos.get(photoId).removal).toBeNull()
  const events = log.records.open(subject.lesionId).events
  expect(events.map(({ kind, operatorName, reason }) => [kind, operatorName, reason])).toEqual([
    ['photoRestored', 'Ada', 'it was the right one'],
    ['photoRemoved', 'Ada', 'the wrong arm'],
    ['photoAdded', 'Ada', ''],
  ])
  expect(events[0]).toMatchObject({ photo: 'clinical', takenOn: '2026-01-01' })
  expect(log.verify().findings).toEqual([])
})

it('is not shown where the disk changed it, and verify says which part', () => {
  const id = aPhoto(log, subject)
  log.close()
  const database = openDatabase(path)
  database.exec(
    `DROP TRIGGER photoPartIsNeverChanged; UPDATE photoPart SET content = zeroblob(500) WHERE ordinal = 1`,
  )
  database.close()
  log = openTestLog(path)
  expect(() => log.photos.part(id, 1)).toThrow(/not what was stored/)
  expect(log.verify().findings).toContainEqual(
    expect.objectContaining({
      table: 'photoPart',
      id: '2',
      what: expect.stringMatching(/changed past/) as string,
    }),
  )
})

it('of 10 MB keeps a frame waiting for one of its parts at most', () => {
  const { id } = startAcquisition(log, subject)
  const parts = Math.ceil(10e6 / PHOTO_PIECE_BYTES)
  const photoId = log.photos.begin(photoOf(subject, parts * PHOTO_PIECE_BYTES))
  const content = Buffer.alloc(PHOTO_PIECE_BYTES, 'stokes')
  const waits: number[] = []
  for (let ordinal = 0; ordinal < parts; ordinal++) {
    const begun = performance.now()
    log.photos.addPart(photoId, ordinal, content)
    waits.push(performance.now() - begun)
    log.frames.append(id, aFrame(ordinal), 'sample')
  }
  waits.sort((a, b) => a - b)
  expect(log.photos.ofLesion(subject.lesionId)).toHaveLength(1)
  // Less than an exposure takes, on a disk and processors that others use too.
  expect(waits[parts >> 1]).toBeLessThan(100)
})
