import type { Random } from '../random/random'
import { encodeFrame, type Frame } from '../protocol/frame'
import { ScpiError } from './scpiError'

/** What `SIMulator:FAULt` can do to an answer; the page says what each one means. */
export const faultNames = ['CRC', 'TRUNcate', 'MUTE', 'GARBage', 'REPeat', 'SKIP', 'STALl'] as const
export type FaultName = (typeof faultNames)[number]

const frameFaults: readonly FaultName[] = ['CRC', 'REPeat', 'SKIP']
const answerFaults: readonly FaultName[] = ['TRUNcate', 'MUTE', 'GARBage', 'STALl']
const capacity = 1_000
const garbageBytes = 48
const stallUs = 3_000_000

/** Harms answers that are still to come, in the order in which the faults were planned. */
export class Faults {
  #planned: FaultName[] = []
  #skipped = 0
  #lastSequence = 0

  constructor(private readonly random: Random) {}

  plan(name: FaultName, count: number): void {
    if (this.#planned.length + count > capacity) throw new ScpiError(-222, `more than ${capacity} faults`)
    this.#planned.push(...Array<FaultName>(count).fill(name))
  }

  clear(): void {
    this.#planned = []
  }

  /** The payload of a frame on its way out. */
  encode(frame: Frame): Uint8Array {
    const fault = this.#next(frameFaults)
    if (fault === 'SKIP') this.#skipped++
    const sequence = fault === 'REPeat' ? this.#lastSequence : frame.sequence + this.#skipped
    this.#lastSequence = sequence
    const payload = encodeFrame({ ...frame, sequence })
    if (fault === 'CRC') {
      const bit = this.#below(payload.length * 8)
      payload[bit >> 3]! ^= 1 << (bit & 7)
    }
    return payload
  }

  /** An answer on its way out; undefined where none is sent. */
  harm(bytes: Uint8Array): { bytes: Uint8Array; delayUs: number } | undefined {
    switch (this.#next(answerFaults)) {
      case 'MUTE':
        return undefined
      case 'TRUNcate':
        return { bytes: bytes.subarray(0, bytes.length >> 1), delayUs: 0 }
      case 'GARBage':
        return { bytes: Buffer.concat([this.#garbage(), bytes]), delayUs: 0 }
      case 'STALl':
        return { bytes, delayUs: stallUs }
      default:
        return { bytes, delayUs: 0 }
    }
  }

  #next(names: readonly FaultName[]): FaultName | undefined {
    const index = this.#planned.findIndex((name) => names.includes(name))
    return index < 0 ? undefined : this.#planned.splice(index, 1)[0]
  }

  #garbage(): Uint8Array {
    return Uint8Array.from({ length: garbageBytes }, () => this.#below(256))
  }

  #below(limit: number): number {
    return Math.floor(this.random.uniform() * limit)
  }
}
