/** Tells values to whoever listens; those that nobody heard wait for the next who does. */
export class Backlog<T> {
  private unheard: T[] = []
  private readonly listeners = new Set<(value: T) => void>()

  tell(value: T): void {
    if (this.listeners.size === 0) this.unheard.push(value)
    for (const listener of this.listeners) listener(value)
  }

  listen(listener: (value: T) => void): () => void {
    for (const value of this.unheard.splice(0)) listener(value)
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
