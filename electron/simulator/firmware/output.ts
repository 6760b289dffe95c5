import type { DeviceTime, Timed } from './deviceTime'
import type { Faults } from './faults'
import { ScpiError } from './scpiError'

/** Answers that wait because the host does not read. */
const capacity = 1 << 20
/** A slow line is written to in pieces that take this long. */
const pieceSeconds = 0.002

/** Where answers go. */
export interface Line {
  send(bytes: Uint8Array): void
  /** Bytes that were sent and that the host has not taken yet. */
  readonly backlog: number
}

interface Surroundings {
  time: DeviceTime
  line: Line
  faults: Faults
  /** Bits per second of a real line, ten for a byte; Infinity for a pseudo-terminal at full speed. */
  baud: number
  report: (error: ScpiError) => void
}

/** Sends answers in their order: late, harmed, or at the pace of a real line where that is asked for. */
export class Output implements Timed {
  #queue: { bytes: Uint8Array; notBeforeUs: number }[] = []
  #queuedBytes = 0
  #lineFreeAtUs = 0

  constructor(private readonly around: Surroundings) {}

  get dueAtUs(): number {
    const next = this.#queue[0]
    return next ? Math.max(next.notBeforeUs, this.#lineFreeAtUs) : Infinity
  }

  answer(intact: Uint8Array): void {
    const { faults, line, report, time } = this.around
    const harmed = faults.harm(intact)
    if (!harmed) return
    if (this.#queuedBytes + line.backlog + harmed.bytes.length > capacity) {
      report(new ScpiError(-430, 'the host does not read'))
      return
    }
    this.#queue.push({ bytes: harmed.bytes, notBeforeUs: time.nowUs + harmed.delayUs })
    this.#queuedBytes += harmed.bytes.length
  }

  /** Sends the next piece. */
  run(): void {
    const next = this.#queue[0]!
    const { baud, line, time } = this.around
    const piece = next.bytes.subarray(0, Math.ceil((baud / 10) * pieceSeconds))
    next.bytes = next.bytes.subarray(piece.length)
    if (next.bytes.length === 0) this.#queue.shift()
    this.#queuedBytes -= piece.length
    this.#lineFreeAtUs = time.nowUs + Math.ceil((piece.length * 1e7) / baud)
    line.send(piece)
  }

  /** Forgets what was not sent. */
  clear(): void {
    this.#queue = []
    this.#queuedBytes = 0
  }
}
