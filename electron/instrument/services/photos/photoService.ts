import type { Remote } from 'comlink'
import { StokesError } from '../../../contract/errors'
import { MOST_THUMBNAIL_BYTES, type NewPhoto, type Photo } from '../../../contract/photos'
import { MOST_PHOTO_BYTES, readPhoto, type ReadPhoto } from '../../../storage/photos/readPhoto'
import type { CaseLogDesk } from '../caseLogDesk'
import { startWorker } from '../startWorker'
import type { PhotoDesk, PreparedPhoto } from './photoDesk'

type Prepare = (pieces: Uint8Array[]) => Promise<PreparedPhoto>

interface Transfer {
  id: string
  pieces: Uint8Array[]
  bytes: number
  prepared: PreparedPhoto | null
}

/** As much as a file that is refused for its size is read of, so that its size is told. */
const MOST_SENT_BYTES = 2 * MOST_PHOTO_BYTES

/**
 * Takes pictures from the window piece by piece and stores them part by part, so that neither the loop that owns the instrument nor the
 * thread that writes frames is ever held up by a whole one. One at a time is on its way.
 */
export class PhotoService {
  private transfer: Transfer | null = null

  /** @param prepare makes of a file what is stored. @default on a thread of its own */
  constructor(
    private readonly caseLog: Pick<Remote<CaseLogDesk>, 'photos'>,
    private readonly prepare: Prepare = prepareAside,
  ) {}

  /** @throws StokesError `file.tooLarge` */
  send(transferId: string, piece: string): void {
    if (this.transfer?.id !== transferId)
      this.transfer = { id: transferId, pieces: [], bytes: 0, prepared: null }
    const bytes = new Uint8Array(Buffer.from(piece, 'base64'))
    this.transfer.bytes += bytes.length
    this.transfer.pieces.push(bytes)
    if (this.transfer.bytes <= MOST_SENT_BYTES) return
    this.transfer = null
    throw new StokesError('file.tooLarge', `The picture has more than ${MOST_SENT_BYTES / 1e6} MB.`, {
      tip: `At most ${MOST_PHOTO_BYTES / 1e6} MB are kept.`,
    })
  }

  /** @throws StokesError `file.notAPhoto`, `file.tooLarge`, `usage.invalid` for a transfer that nobody sent */
  async examine(transferId: string): Promise<Pick<ReadPhoto, 'mediaType' | 'width' | 'height'>> {
    const sent = this.sent(transferId)
    sent.prepared ??= await this.prepare(sent.pieces)
    sent.pieces = []
    const { mediaType, width, height } = sent.prepared
    return { mediaType, width, height }
  }

  /** @throws StokesError `storage.*`, `usage.invalid` for a transfer that nobody examined, and a thumbnail that is none */
  async add({ transferId, thumbnail, ...said }: NewPhoto): Promise<Photo> {
    const { prepared } = this.sent(transferId)
    if (!prepared) throw nothingSent()
    const small = thumbnailOf(thumbnail)
    const { parts, ...photo } = prepared
    const { photos } = this.caseLog
    const bytes = parts.reduce((sum, part) => sum + part.length, 0)
    const id = await photos.begin({ ...said, ...photo, ...small, bytes })
    for (const [ordinal, part] of parts.entries()) await photos.addPart(id, ordinal, part)
    this.transfer = null
    return photos.get(id)
  }

  private sent(transferId: string): Transfer {
    if (this.transfer?.id === transferId) return this.transfer
    throw nothingSent()
  }
}

/** Small enough to be read here. */
function thumbnailOf(base64: string): { thumbnail: Uint8Array; thumbnailType: ReadPhoto['mediaType'] } {
  const { bytes, mediaType } = readPhoto(new Uint8Array(Buffer.from(base64, 'base64')))
  if (bytes.length <= MOST_THUMBNAIL_BYTES) return { thumbnail: bytes, thumbnailType: mediaType }
  throw new StokesError(
    'usage.invalid',
    `The small picture has ${bytes.length} bytes; at most ${MOST_THUMBNAIL_BYTES} are kept.`,
  )
}

/** On a thread that is there for this picture alone: few are added in a day. */
async function prepareAside(pieces: Uint8Array[]): Promise<PreparedPhoto> {
  let died: (reason: Error) => void
  const end = new Promise<never>((_, reject) => (died = reject))
  const thread = startWorker<PhotoDesk>('photoWorker', null, (reason) => {
    died(reason)
  })
  try {
    return await Promise.race([thread.api.prepare(pieces), end])
  } finally {
    await thread.stop()
  }
}

function nothingSent(): StokesError {
  return new StokesError('usage.invalid', 'Nothing was sent of this picture.', {
    tip: 'Choose its file again.',
  })
}
