import type { ScpiLink } from './scpiLink'

/**
 * One preview or acquisition, and the link as it may use it: from the moment it is told to stop, laser off is on the wire
 * and nothing of this run is sent after it.
 */
export class Run {
  private readonly controller = new AbortController()
  /** Resolves when the laser was read back as off, or the line given up. */
  ended: Promise<void> = Promise.resolve()

  constructor(
    readonly kind: 'preview' | 'acquisition',
    private readonly link: ScpiLink,
  ) {}

  /** Only the first reason counts: the run fails with it. */
  stop(reason: Error): void {
    if (this.controller.signal.aborted) return
    this.controller.abort(reason)
    this.link.send('SYST:ALL')
  }

  send(...messages: string[]): void {
    this.throwIfStopped()
    this.link.send(...messages)
  }

  async query(message: string, timeoutMs?: number): Promise<string> {
    this.throwIfStopped()
    return this.orReason(this.link.query(message, timeoutMs))
  }

  async queryBlock(message: string, timeoutMs?: number): Promise<Uint8Array> {
    this.throwIfStopped()
    return this.orReason(this.link.queryBlock(message, timeoutMs))
  }

  throwIfStopped(): void {
    this.controller.signal.throwIfAborted()
  }

  /** What goes wrong after a stop is of no interest: the reason of the stop is. */
  private async orReason<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer
    } finally {
      this.throwIfStopped()
    }
  }
}
