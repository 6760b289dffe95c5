import type { Random } from '../random/random'
import { encodeFrame, type Frame } from '../protocol/frame'
import type { FaultName } from './faultNames'
import { hashOf, type Journal } from './journal'
import type { LineNoise } from './lineNoise'
import { ScpiError } from './scpiError'

const frameFaults: readonly FaultName[] = ['CRC', 'REPeat', 'SKIP']
/** Which number the first frame of an acquisition should have no host can know: exposures may have been dropped. */
const firstFrameFaults: readonly FaultName[] = ['CRC']
const answerFaults: readonly FaultName[] = ['TRUNcate', 'MUTE', 'GARBage', 'STALl', 'FLIP', 'DUPLicate']
const capacity = 1_000
const garbageBytes = 48
const stallUs = 3_000_000

interface Surroundings {
  random: Random
  time: { readonly nowUs: number }
  /** Faults that nobody planned. */
  noise?: LineNoise | undefined
  journal?: Journal | undefined
}

/** Harms answers that are still to come, in the order in which the faults were planned. */
export class Faults {
  #planned: FaultName[] = []
  #skipped = 0
  #last = { sequence: 0, acquisition: 0 }
  /** Of the frame in the answer that is put together. */
  #sequenceInAnswer: number | null = null

  constructor(private readonly around: Surroundings) {}

  plan(name: FaultName, count: number): void {
    if (this.#planned.length + count > capacity) throw new ScpiError(-222, `more than ${capacity} faults`)
    this.#planned.push(...Array<FaultName>(count).fill(name))
  }

  clear(): void {
    this.#planned = []
  }

  /** The payload of a frame on its way out. */
  encode(frame: Frame): Uint8Array {
    const { acquisition } = frame
    const follows = acquisition === this.#last.acquisition
    const fault = this.#next(frameFaults, follows ? frameFaults : firstFrameFaults)
    if (fault === 'SKIP') this.#skipped++
    const sequence = fault === 'REPeat' ? this.#last.sequence : frame.sequence + this.#skipped
    this.#last = { sequence, acquisition }
    this.#sequenceInAnswer = sequence
    const { journal, time } = this.around
    journal?.({
      event: 'frame',
      atUs: time.nowUs,
      sequence,
      acquisition,
      sha256: hashOf(frame),
      fault: fault ?? null,
    })
    const payload = encodeFrame({ ...frame, sequence })
    return fault === 'CRC' ? this.#flipped(payload) : payload
  }

  /** An answer on its way out; undefined where none is sent. */
  harm(bytes: Uint8Array): { bytes: Uint8Array; delayUs: number } | undefined {
    const fault = this.#next(answerFaults)
    const sequence = this.#sequenceInAnswer
    this.#sequenceInAnswer = null
    if (!fault) return { bytes, delayUs: 0 }
    this.around.journal?.({ event: 'fault', atUs: this.around.time.nowUs, fault, sequence })
    switch (fault) {
      case 'MUTE':
        return undefined
      case 'TRUNcate':
        return { bytes: bytes.subarray(0, bytes.length >> 1), delayUs: 0 }
      case 'GARBage':
        return { bytes: Buffer.concat([this.#garbage(), bytes]), delayUs: 0 }
      case 'FLIP':
        return { bytes: this.#flipped(bytes), delayUs: 0 }
      case 'DUPLicate':
        return { bytes: Buffer.concat([bytes, bytes]), delayUs: 0 }
      default:
        return { bytes, delayUs: stallUs }
    }
  }

  /** One that is planned, of `names`; else what the noise makes of it, of `byChance`. */
  #next(names: readonly FaultName[], byChance = names): FaultName | undefined {
    const index = this.#planned.findIndex((name) => names.includes(name))
    return index < 0 ? this.around.noise?.draw(byChance) : this.#planned.splice(index, 1)[0]
  }

  /** With one bit the other way round. */
  #flipped(bytes: Uint8Array): Uint8Array {
    const flipped = Uint8Array.from(bytes)
    const bit = this.#below(flipped.length * 8)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    return flipped
  }

  #garbage(): Uint8Array {
    return Uint8Array.from({ length: garbageBytes }, () => this.#below(256))
  }

  #below(limit: number): number {
    return Math.floor(this.around.random.uniform() * limit)
  }
}
