/** Tells listeners of each new value; each listener hears the value there is when it begins to listen. */
export class Changes<T> {
  private readonly listeners = new Set<(value: T) => void>()

  constructor(private value: T) {}

  get current(): T {
    return this.value
  }

  set(value: T): void {
    this.value = value
    for (const listener of this.listeners) listener(value)
  }

  listen(listener: (value: T) => void): () => void {
    this.listeners.add(listener)
    listener(this.value)
    return () => this.listeners.delete(listener)
  }
}
