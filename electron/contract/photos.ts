import { z } from 'zod'
import { procedure } from './procedure'

/* Pictures of a lesion: what was in their files besides the picture is never stored. */

/** Of a picture on its way in or out; no call, and no frame, waits long for one. A multiple of three, so that pieces in base64 can be joined. */
export const PHOTO_PIECE_BYTES = 196_608
export const MOST_THUMBNAIL_BYTES = 65_536

const timestamp = z.iso.datetime()
const reason = z.string().trim().min(1).max(1000)

export const photoKindSchema = z.enum(['clinical', 'dermoscopy'])
export type PhotoKind = z.infer<typeof photoKindSchema>

export const photoMediaTypeSchema = z.enum(['image/jpeg', 'image/png', 'image/webp'])
export type PhotoMediaType = z.infer<typeof photoMediaTypeSchema>

const saidOfPhotoSchema = z.object({
  kind: photoKindSchema,
  /** The day, at the place where it was taken. */
  takenOn: z.iso.date(),
  note: z.string().trim().max(400),
})

export const photoSchema = saidOfPhotoSchema.extend({
  id: z.string(),
  lesionId: z.string(),
  visitId: z.string().nullable(),
  operatorName: z.string(),
  mediaType: photoMediaTypeSchema,
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  /** Of the picture as it is stored, hexadecimal. */
  sha256: z.string(),
  /** A small one, as an address of the kind `data:`. */
  thumbnail: z.string(),
  createdAt: timestamp,
  /** Null where it is in sight. */
  removal: z.object({ at: timestamp, operatorName: z.string(), reason }).nullable(),
})
export type Photo = z.infer<typeof photoSchema>

export const newPhotoSchema = saidOfPhotoSchema.extend({
  lesionId: z.string(),
  operatorId: z.string(),
  /** Of what was examined before. */
  transferId: z.string().max(64),
  /** JPEG or WebP in base64, made by the window. */
  thumbnail: z.string().max(MOST_THUMBNAIL_BYTES * 1.5),
})
export type NewPhoto = z.infer<typeof newPhotoSchema>

const ofPhoto = z.object({ photoId: z.string(), operatorId: z.string(), reason })
export type PhotoRemoval = z.infer<typeof ofPhoto>

export const photosContract = {
  /** Of a lesion, the newest first, those that were removed too. */
  list: procedure.input(z.object({ lesionId: z.string() })).output(z.array(photoSchema)),
  /** The next piece of a file, in base64. Another transfer discards what came of the one before. */
  send: procedure
    .input(z.object({ transferId: z.string().max(64), piece: z.string().max((PHOTO_PIECE_BYTES * 4) / 3) }))
    .output(z.void()),
  /** Whether what was sent may be kept, before anybody decodes it. */
  examine: procedure
    .input(z.object({ transferId: z.string() }))
    .output(photoSchema.pick({ mediaType: true, width: true, height: true })),
  /** Keeps what was examined. */
  add: procedure.input(newPhotoSchema).output(photoSchema),
  /** A piece of a stored picture, in base64; empty after the last. */
  piece: procedure.input(z.object({ photoId: z.string(), ordinal: z.int().min(0) })).output(z.string()),
  /** Out of sight, with a reason; nothing leaves the case log. */
  remove: procedure.input(ofPhoto).output(z.void()),
  restore: procedure.input(ofPhoto).output(z.void()),
}
