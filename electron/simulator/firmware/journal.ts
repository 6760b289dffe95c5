import { createHash } from 'node:crypto'
import type { Frame } from '../protocol/frame'
import type { EmissionRecord } from './emissionLog'
import type { FaultName } from './faultNames'

/**
 * What the instrument knows of its own doings, in their order, for whoever judges a host by it. Times are device time.
 *
 * - `frame`: a frame goes out; `sha256` is of its counts as the detector gave them, `fault` what harmed it.
 * - `fault`: a whole answer is harmed; `sequence` is that of the frame in it, null where there is none.
 * - `heartbeat`: a valid one came.
 * - `emission`: the laser went on or off.
 */
export type JournalEntry =
  | {
      event: 'frame'
      atUs: number
      sequence: number
      acquisition: number
      sha256: string
      fault: FaultName | null
    }
  | { event: 'fault'; atUs: number; fault: FaultName; sequence: number | null }
  | { event: 'heartbeat'; atUs: number; number: number }
  | ({ event: 'emission' } & EmissionRecord)

export type Journal = (entry: JournalEntry) => void

/** SHA-256 of counts as they are sent: 16 bits each, little-endian. */
export function hashOf({ counts }: Pick<Frame, 'counts'>): string {
  const bytes = new Uint8Array(counts.length * 2)
  const view = new DataView(bytes.buffer)
  counts.forEach((count, pixel) => {
    view.setUint16(2 * pixel, count, true)
  })
  return createHash('sha256').update(bytes).digest('hex')
}
