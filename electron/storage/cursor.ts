import { StokesError } from '../contract/errors'

/** Where a case stands in the list, which is sorted by both, descending. */
export interface CasePosition {
  /** ISO 8601, UTC. */
  lastChangedAt: string
  entry: number
}

/** Before every case: no timestamp begins with a letter. */
const START: CasePosition = { lastChangedAt: 'now', entry: 0 }

/** The position as an opaque word for the caller to hand back. */
export function writeCursor({ lastChangedAt, entry }: CasePosition): string {
  return Buffer.from(JSON.stringify([lastChangedAt, entry])).toString('base64url')
}

/** @throws StokesError `usage.invalid` */
export function readCursor(cursor: string | null): CasePosition {
  if (cursor === null) return START
  try {
    const [lastChangedAt, entry] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (typeof lastChangedAt === 'string' && typeof entry === 'number') return { lastChangedAt, entry }
  } catch {
    // Whatever it is, it is none of ours.
  }
  throw new StokesError('usage.invalid', `"${cursor}" is no place in the list of cases.`, {
    tip: 'Begin again with the first page.',
  })
}
