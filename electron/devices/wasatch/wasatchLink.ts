import { StokesError } from '../../contract/errors'
import { inTurns } from '../../shared/inTurns'
import type { Family } from '../protocol/wasatch/families'
import { setRequests, type GetRequest, type SetRequest } from '../protocol/wasatch/requests'
import type { UsbTransport } from '../transport/usbTransport'
import { withTimeout } from '../transport/withTimeout'

/** As the maker's own programs have it. */
const CONTROL_TIMEOUT_MS = 1_000
/** Of a bulk endpoint at high speed. */
export const PACKET_BYTES = 512

/** What a run and a connection both offer: requests in turn. */
export interface Requests {
  send(request: SetRequest): Promise<void>
  ask(request: GetRequest): Promise<Uint8Array>
}

/**
 * Control requests and bulk reads of one instrument. Requests take turns, for the boards handle one at a time; laser off goes
 * out at once. Bulk reads go on beside them.
 */
export class WasatchLink implements Requests {
  readonly set: ReturnType<typeof setRequests>
  private readonly lane = inTurns()
  private urgent: Promise<unknown> = Promise.resolve()
  private loss: StokesError | null = null
  private tellLoss: (problem: StokesError) => void = () => undefined

  constructor(
    private readonly transport: UsbTransport,
    readonly family: Family,
  ) {
    this.set = setRequests(family)
    transport.onLost((problem) => {
      this.lose(problem)
    })
  }

  get path(): string {
    return this.transport.path
  }

  /** Why the connection is of no use any more; null while it is. */
  get lost(): StokesError | null {
    return this.loss
  }

  onLost(listener: (problem: StokesError) => void): void {
    this.tellLoss = listener
    if (this.loss) listener(this.loss)
  }

  /** Nothing is sent if `stopped` is aborted when its turn comes. */
  send({ setup, data }: SetRequest, stopped?: AbortSignal): Promise<void> {
    return this.inTurn(() => this.transport.controlOut(setup, data, CONTROL_TIMEOUT_MS), stopped)
  }

  /** @throws device.garbled for an answer that is too short */
  async ask({ setup, length, expected }: GetRequest, stopped?: AbortSignal): Promise<Uint8Array> {
    const answer = await this.inTurn(
      () => this.transport.controlIn(setup, length, CONTROL_TIMEOUT_MS),
      stopped,
    )
    if (answer.length >= expected) return answer
    throw new StokesError(
      'device.garbled',
      `The instrument answered request 0x${setup.request.toString(16)} with ${answer.length} bytes where ${expected} were due.`,
      { tip: 'Nothing of it was used. Check the cable, then try again.' },
    )
  }

  /** Does not wait for its turn, nor for an answer. */
  sendNow({ setup, data }: SetRequest): void {
    if (this.loss) return
    const sent = this.transport.controlOut(setup, data, CONTROL_TIMEOUT_MS).catch(() => undefined)
    this.urgent = Promise.all([this.urgent, sent])
  }

  /** Resolves when nothing is on the wire or in line, bulk reads aside. */
  async settled(): Promise<void> {
    await Promise.all([this.lane(() => Promise.resolve()), this.urgent])
  }

  bulkIn(endpoint: number, length: number, timeoutMs: number): Promise<Uint8Array> {
    return this.loss ? Promise.reject(this.loss) : this.transport.bulkIn(endpoint, length, timeoutMs)
  }

  /** One packet, if an endpoint has one within this time: its length; else 0. */
  async packet(endpoint: number, withinMs: number): Promise<number> {
    try {
      return (await this.bulkIn(endpoint, PACKET_BYTES, withinMs)).length
    } catch (error) {
      if (error instanceof StokesError && error.code === 'device.noAnswer') return 0
      throw error
    }
  }

  clearHalt(endpoint: number): Promise<void> {
    return this.transport.clearHalt(endpoint)
  }

  /** Lets what was sent go out, then lets go of the instrument. */
  async close(): Promise<void> {
    this.tellLoss = () => undefined
    await withTimeout(this.settled(), CONTROL_TIMEOUT_MS).catch(() => undefined)
    await this.transport.close()
    this.lose(new StokesError('device.wrongState', 'The connection to the instrument was closed.'))
  }

  private inTurn<T>(transfer: () => Promise<T>, stopped?: AbortSignal): Promise<T> {
    return this.lane(() => {
      stopped?.throwIfAborted()
      if (this.loss) throw this.loss
      return transfer()
    })
  }

  private lose(problem: StokesError): void {
    if (this.loss) return
    this.loss = problem
    this.tellLoss(problem)
  }
}
