import type { Remote } from 'comlink'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PHOTO_PIECE_BYTES, type NewPhoto } from '../../../contract/photos'
import { addLesion, openTestLog, temporaryFolder } from '../../../storage/fixtures'
import type { CaseLog } from '../../../storage/openCaseLog'
import { jpeg, webpPlain } from '../../../storage/photos/fixtures'
import { MOST_PHOTO_BYTES, readPhoto } from '../../../storage/photos/readPhoto'
import type { CaseLogDesk } from '../caseLogDesk'
import { PhotoDesk } from './photoDesk'
import { PhotoService } from './photoService'

let log: CaseLog
let remove: () => void
let photos: PhotoService
let given: NewPhoto

beforeEach(() => {
  const temporary = temporaryFolder()
  log = openTestLog(`${temporary.folder}/cases.db`)
  const { lesionId, operatorId } = addLesion(log)
  remove = () => {
    log.close()
    temporary.remove()
  }
  const desk = new PhotoDesk()
  photos = new PhotoService(log as unknown as Pick<Remote<CaseLogDesk>, 'photos'>, (pieces) =>
    Promise.resolve().then(() => desk.prepare(pieces)),
  )
  given = {
    ...{ lesionId, operatorId, transferId: 'one', kind: 'dermoscopy', takenOn: '2026-01-01', note: 'before' },
    thumbnail: base64(webpPlain),
  }
})
afterEach(() => {
  remove()
})

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

it('takes a picture in pieces and keeps it in parts, stripped', async () => {
  photos.send('one', base64(jpeg.subarray(0, 600)))
  photos.send('one', base64(jpeg.subarray(600)))
  expect(await photos.examine('one')).toEqual({ mediaType: 'image/jpeg', width: 16, height: 24 })
  const photo = await photos.add(given)
  expect(photo).toMatchObject({
    mediaType: 'image/jpeg',
    width: 16,
    height: 24,
    kind: 'dermoscopy',
    note: 'before',
  })
  expect(photo.thumbnail).toBe(`data:image/webp;base64,${base64(webpPlain)}`)
  expect(log.photos.part(photo.id, 0)).toEqual(Buffer.from(readPhoto(jpeg).bytes))
})

it('forgets what came of another picture, and takes none twice', async () => {
  photos.send('other', base64(jpeg))
  photos.send('one', base64(jpeg.subarray(0, 600)))
  await expect(photos.add(given)).rejects.toThrow('Nothing was sent of this picture.')
  await expect(photos.examine('one')).rejects.toThrow(/600 bytes/)
  await expect(photos.examine('other')).rejects.toThrow('Nothing was sent of this picture.')
  expect(log.photos.ofLesion(given.lesionId)).toEqual([])
})

it('does not fill the memory with what is far too large', () => {
  const piece = base64(new Uint8Array(PHOTO_PIECE_BYTES))
  const send = () => {
    for (let sent = 0; sent <= 2 * MOST_PHOTO_BYTES; sent += PHOTO_PIECE_BYTES) photos.send('one', piece)
  }
  expect(send).toThrow('The picture has more than 40 MB.')
})
