import { Run } from '../run'
import type { ScpiLink } from './scpiLink'

/** A run with the link as it may use it. */
export class ScpiRun extends Run {
  constructor(
    kind: Run['kind'],
    private readonly link: ScpiLink,
  ) {
    super(kind, () => {
      link.send('SYST:ALL')
    })
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
}
