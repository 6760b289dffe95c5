import type { Remote } from 'comlink'
import { StokesError } from '../../../contract/errors'
import { MOST_PHOTO_BYTES, type NewPhoto, type Photo } from '../../../contract/photos'
import type { CaseLogDesk } from '../caseLogDesk'
import { startWorker } from '../startWorker'
import type { PhotoDesk, PreparedPhoto } from './photoDesk'

interface Transfer {
  id: string
  pieces: Uint8Array[]
  bytes: number
}

type Prepare = (pieces: Uint8Array[], thumbnail: Uint8Array) => Promise<PreparedPhoto>

/**
 * Takes pictures from the window piece by piece and stores them part by part, so that neither the loop that owns the instrument nor the
 * thread that writes frames is ever held up by a whole one.
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
    if (this.transfer?.id !== transferId) this.transfer = { id: transferId, pieces: [], bytes: 0 }
    const bytes = new Uint8Array(Buffer.from(piece, 'base64'))
    this.transfer.bytes += bytes.length
    // As much as a file that is refused for its size: its number is told.
    if (this.transfer.bytes <= 2 * MOST_PHOTO_BYTES) {
      this.transfer.pieces.push(bytes)
      return
    }
    this.transfer = null
    throw new StokesError('file.tooLarge', `The picture has more than ${(2 * MOST_PHOTO_BYTES) / 1e6} MB.`, {
      tip: `At most ${MOST_PHOTO_BYTES / 1e6} MB are kept.`,
    })
  }

  /** @throws StokesError `file.notAPhoto`, `file.tooLarge`, `storage.*`, `usage.invalid` for a transfer that nobody sent */
  async add({ transferId, thumbnail, ...said }: NewPhoto): Promise<Photo> {
    const sent = this.transfer
    if (sent?.id !== transferId) {
      throw new StokesError('usage.invalid', 'Nothing was sent of this picture.', {
        tip: 'Choose its file again.',
      })
    }
    this.transfer = null
    const small = new Uint8Array(Buffer.from(thumbnail, 'base64'))
    const { parts, ...prepared } = await this.prepare(sent.pieces, small)
    const photos = this.caseLog.photos
    const id = await photos.begin({ ...said, ...prepared })
    for (const [ordinal, part] of parts.entries()) await photos.addPart(id, ordinal, part)
    return photos.get(id)
  }
}

/** On a thread that is there for this picture alone: few are added in a day. */
async function prepareAside(pieces: Uint8Array[], thumbnail: Uint8Array): Promise<PreparedPhoto> {
  let died: (reason: Error) => void
  const end = new Promise<never>((_, reject) => (died = reject))
  const thread = startWorker<PhotoDesk>('photoWorker', null, (reason) => {
    died(reason)
  })
  try {
    return await Promise.race([thread.api.prepare(pieces, thumbnail), end])
  } finally {
    await thread.stop()
  }
}
