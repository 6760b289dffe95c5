import { StokesError, type ErrorCode } from '../../contract/errors'
import type { DecodedFrame } from '../protocol/decodeFrame'

/** What every frame of one acquisition must be. */
export interface ExpectedFrames {
  integrationTimeMs: number
  /** Null: one after the other until it is ended. */
  count: number | null
  laser: boolean
  shutterOpen: boolean
}

const SEQUENCE_RANGE = 2 ** 32
/** An instrument may round the exposure to ticks of its own clock. */
const INTEGRATION_TOLERANCE = 0.01

/**
 * Lets a frame pass only if it is the next one of what was asked for. The rule for everything that is not: it is never
 * used, and the error says what was wrong with it.
 */
export class FrameGuard {
  private last: DecodedFrame | null = null
  private expected: ExpectedFrames = { integrationTimeMs: 0, count: 0, laser: false, shutterOpen: false }
  /** Of this acquisition so far: frames that passed, and those that the instrument dropped between them. */
  private passed = 0
  private dropped = 0
  /** False where exposures may have been dropped after the last frame that came. */
  private seamless = false

  /** `simulated` is null until the first frame has told. */
  constructor(
    private readonly pixels: number,
    private simulated: boolean | null = null,
  ) {}

  /** To be called before each acquisition. */
  begin(expected: ExpectedFrames): void {
    this.seamless = this.passed === this.expected.count
    this.expected = expected
    this.passed = 0
    this.dropped = 0
  }

  /**
   * Gives the number of frames dropped so far: 0 in an acquisition of a finite count; a preview may lose some, counted by
   * their sequence numbers, since a frame that waited was sealed before those behind it were dropped.
   *
   * @throws device.garbled, device.framesLost, device.wrongState, laser.noEmission, laser.stillEmitting, acquisition.originMismatch
   */
  check(frame: DecodedFrame): number {
    this.checkShape(frame)
    this.checkOrder(frame)
    this.checkLight(frame)
    this.last = frame
    this.simulated = frame.simulated
    this.passed += 1
    return this.dropped
  }

  private checkShape({ sequence, counts, simulated, integrationTimeMicroseconds }: DecodedFrame): void {
    if (counts.length !== this.pixels)
      throw refusal(
        'device.garbled',
        sequence,
        `it has ${counts.length} pixels, the instrument ${this.pixels}`,
      )
    if (this.simulated !== null && simulated !== this.simulated)
      throw refusal(
        'acquisition.originMismatch',
        sequence,
        simulated ? 'it is simulated, the instrument is not' : 'it is not simulated, the instrument is',
      )
    const milliseconds = integrationTimeMicroseconds / 1000
    const asked = this.expected.integrationTimeMs
    if (Math.abs(milliseconds - asked) > INTEGRATION_TOLERANCE * asked)
      throw refusal('device.garbled', sequence, `it was exposed for ${milliseconds} ms, not ${asked} ms`)
  }

  private checkOrder(frame: DecodedFrame): void {
    const { last, expected, passed } = this
    const { sequence, accumulation, accumulations, acquisition, dropped } = frame
    const accumulationWanted = expected.count === null ? 0 : passed
    if (accumulation !== accumulationWanted || accumulations !== (expected.count ?? 0))
      throw refusal(
        'device.framesLost',
        sequence,
        `it is number ${accumulation + 1} of ${accumulations}, where ${accumulationWanted + 1} of ${expected.count ?? 0} was due`,
      )
    if (expected.count !== null && dropped > 0)
      throw refusal('device.framesLost', sequence, `the instrument dropped ${dropped} before it`)
    if (!last) return

    const ahead = (sequence - last.sequence + SEQUENCE_RANGE) % SEQUENCE_RANGE
    if (ahead === 0 || ahead >= SEQUENCE_RANGE / 2)
      throw refusal('device.framesLost', sequence, `number ${last.sequence} had come before it`)
    const begins = passed === 0
    if ((acquisition !== last.acquisition) !== begins)
      throw refusal('device.framesLost', sequence, `it belongs to acquisition ${acquisition}`)
    const missing = ahead - 1
    if (expected.count === null) this.dropped += begins ? dropped : missing
    else if (missing > 0 && (!begins || this.seamless))
      throw refusal(
        'device.framesLost',
        sequence,
        `after number ${last.sequence}, ${missing} more were due before it`,
      )
  }

  private checkLight({ sequence, laser, emissionMs, shutterOpen }: DecodedFrame): void {
    const { expected } = this
    const emitted = `${Number(emissionMs.toFixed(1))} ms`
    if (shutterOpen !== expected.shutterOpen)
      throw refusal('device.wrongState', sequence, `the shutter was ${shutterOpen ? 'open' : 'closed'}`)
    if (!expected.laser && laser !== 'off')
      throw refusal(
        'laser.stillEmitting',
        sequence,
        `the laser emitted for ${emitted} where it had to be off`,
      )
    if (expected.laser && laser !== 'on')
      throw refusal(
        'laser.noEmission',
        sequence,
        `the laser emitted for ${emitted} of its ${expected.integrationTimeMs} ms`,
      )
  }
}

function refusal(code: ErrorCode, sequence: number, what: string): StokesError {
  return new StokesError(code, `Frame ${sequence} was refused: ${what}.`, {
    tip: 'The laser is off and nothing of this frame was used. Measure again.',
  })
}
