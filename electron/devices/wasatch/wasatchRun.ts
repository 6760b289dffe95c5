import type { GetRequest, SetRequest } from '../protocol/wasatch/requests'
import { Run } from '../run'
import type { Requests, WasatchLink } from './wasatchLink'

/** A run with the link as it may use it: after a stop, not even what stands in line is sent. */
export class WasatchRun extends Run implements Requests {
  constructor(
    kind: Run['kind'],
    private readonly link: WasatchLink,
  ) {
    super(kind, () => {
      link.sendNow(link.set.laserEnable(false))
    })
  }

  async send(request: SetRequest): Promise<void> {
    this.throwIfStopped()
    await this.orReason(this.link.send(request, this.stopped))
  }

  async ask(request: GetRequest): Promise<Uint8Array> {
    this.throwIfStopped()
    return this.orReason(this.link.ask(request, this.stopped))
  }
}
