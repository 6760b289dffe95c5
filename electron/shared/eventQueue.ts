/** Events that one part pushes and another reads in order; none is lost. */
export class EventQueue<T> implements AsyncIterable<T> {
  private readonly waiting: T[] = []
  private ended: { error?: unknown } | null = null
  private wake: () => void = () => undefined

  push(event: T): void {
    this.waiting.push(event)
    this.wake()
  }

  end(): void {
    this.ended = {}
    this.wake()
  }

  /** The reader gets the events before it, then this error. */
  fail(error: unknown): void {
    this.ended = { error }
    this.wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      while (this.waiting.length > 0) yield this.waiting.shift()!
      if (this.ended) {
        if ('error' in this.ended) throw this.ended.error
        return
      }
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }
}
