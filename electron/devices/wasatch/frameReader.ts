import { StokesError } from '../../contract/errors'
import type { Clock } from '../../shared/clock'
import { decodeSpectrum, type SpectrumPart } from '../protocol/wasatch/spectrum'
import { unlessAborted } from '../unlessAborted'
import { PACKET_BYTES, type WasatchLink } from './wasatchLink'

/** For bytes beyond those of a frame; they are there when the frame is, or never. */
const LEFTOVER_MS = 5
/** After this time without a packet, an instrument that exposes nothing has nothing more to say. */
const QUIET_MS = 50
/** More than an instrument can hold. */
const MOST_STALE_PACKETS = 128
/** A frame that comes sooner than this part of its integration time was begun before it was asked for. */
const SOONEST = 0.98
/** And for what the clocks of both sides round. */
const ROUNDING_MS = 1

interface Exposure {
  integrationTimeMs: number
  timeoutMs: number
  stopped: AbortSignal
}

interface TakenFrame {
  counts: Float64Array
  /** On the host's clock: when it was asked for. */
  startedAtMs: number
}

/**
 * Frames one at a time. The protocol has no lengths, sequence numbers or checksums, so a frame is taken only if exactly its
 * bytes came, no sooner than it could be exposed. After anything else, whatever the instrument still holds is thrown away before
 * the next one is asked for.
 */
export class FrameReader {
  /** A frame that was asked for and may still be read; never rejects. */
  private reading: Promise<unknown> = Promise.resolve()
  private clean = false
  private clearing: Promise<void> | null = null
  private quietMs: number

  /** @param quietMs how long an exposure of an earlier connection may still take */
  constructor(
    private readonly link: WasatchLink,
    private readonly layout: readonly SpectrumPart[],
    private readonly inverted: boolean,
    private readonly clock: Clock,
    quietMs: number,
  ) {
    this.quietMs = QUIET_MS + quietMs
  }

  /**
   * Exposes and reads a frame.
   *
   * @throws device.garbled for what is no frame, device.noAnswer when it is overdue, the reason of the stop
   */
  async take({ integrationTimeMs, timeoutMs, stopped }: Exposure): Promise<TakenFrame> {
    await unlessAborted(this.clear(), stopped)
    const { link, clock } = this
    this.clean = false
    const startedAtMs = clock.monotonicMs()
    await link.send(link.set.acquire(), stopped)
    const reading = this.read(timeoutMs)
    // What is overdue may still come: it is waited for as long again before the next one is asked for.
    this.reading = reading.catch(() => {
      this.quietMs = timeoutMs
    })
    const parts = await unlessAborted(reading, stopped)
    const tookMs = clock.monotonicMs() - startedAtMs
    if (tookMs < SOONEST * integrationTimeMs - ROUNDING_MS)
      throw stale(
        `it came ${tookMs.toFixed(0)} ms after it was asked for, exposed for ${integrationTimeMs} ms`,
      )
    for (const { endpoint } of this.layout) {
      const left = await link.packet(endpoint, LEFTOVER_MS)
      if (left > 0) throw stale(`${left} bytes or more came after its last pixel`)
    }
    const counts = decodeSpectrum(parts, this.layout, this.inverted)
    this.clean = true
    return { counts, startedAtMs }
  }

  /** A frame whose content is of no interest. */
  async discard(exposure: Exposure): Promise<void> {
    try {
      await this.take(exposure)
    } catch (error) {
      if (!(error instanceof StokesError && error.code === 'device.garbled')) throw error
    }
  }

  /** @throws device.garbled where the instrument does not stop sending */
  private clear(): Promise<void> {
    if (this.clean) return Promise.resolve()
    this.clearing ??= this.throwAway().finally(() => {
      this.clearing = null
    })
    return this.clearing
  }

  private async throwAway(): Promise<void> {
    await this.reading
    for (const { endpoint } of this.layout) await this.clearEndpoint(endpoint)
    this.quietMs = QUIET_MS
    this.clean = true
  }

  private async clearEndpoint(endpoint: number): Promise<void> {
    for (let packets = 0; packets < MOST_STALE_PACKETS; packets++) {
      try {
        if ((await this.link.packet(endpoint, this.quietMs)) === 0) return
      } catch (error) {
        if (!(error instanceof StokesError && error.code === 'device.refused')) throw error
        await this.link.clearHalt(endpoint)
      }
    }
    throw stale('the instrument sends without being asked')
  }

  private async read(timeoutMs: number): Promise<Uint8Array[]> {
    const parts: Uint8Array[] = []
    for (const { endpoint, bytes } of this.layout)
      parts.push(await this.link.bulkIn(endpoint, wholePackets(bytes), timeoutMs))
    return parts
  }
}

/** Bytes too many in the last packet would else be cut off on the way, and never be seen. */
function wholePackets(bytes: number): number {
  return Math.ceil(bytes / PACKET_BYTES) * PACKET_BYTES
}

function stale(what: string): StokesError {
  return new StokesError('device.garbled', `A frame was refused: ${what}.`, {
    tip: 'The laser is off and nothing of this frame was used. Measure again.',
  })
}
