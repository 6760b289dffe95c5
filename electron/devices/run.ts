/**
 * One preview or acquisition. From the moment it is told to stop, laser off is on its way and nothing of this run is sent
 * after it.
 */
export class Run {
  private readonly controller = new AbortController()
  /** Resolves when the laser was read back as off, or the line given up. */
  ended: Promise<void> = Promise.resolve()

  constructor(
    readonly kind: 'preview' | 'acquisition',
    /** Sends laser off at once, without waiting for an answer. */
    private readonly dropLaser: () => void,
  ) {}

  /** Aborts, with the reason, when the run is told to stop. */
  get stopped(): AbortSignal {
    return this.controller.signal
  }

  /** Only the first reason counts: the run fails with it. */
  stop(reason: Error): void {
    if (this.stopped.aborted) return
    this.controller.abort(reason)
    this.dropLaser()
  }

  throwIfStopped(): void {
    this.stopped.throwIfAborted()
  }

  /** What goes wrong after a stop is of no interest: the reason of the stop is. */
  protected async orReason<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer
    } finally {
      this.throwIfStopped()
    }
  }
}
