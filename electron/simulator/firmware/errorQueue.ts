import { quoted } from './answers'
import { ScpiError } from './scpiError'

const capacity = 32

/** First in, first out; when it is full the newest entry becomes -350 (SCPI-1999, volume 2, 21.8.1). */
export class ErrorQueue {
  #errors: ScpiError[] = []

  get count(): number {
    return this.#errors.length
  }

  push(error: ScpiError): void {
    if (this.#errors.length < capacity) this.#errors.push(error)
    else this.#errors[capacity - 1] = new ScpiError(-350)
  }

  /** The oldest, which it forgets, as the host reads it. */
  next(): string {
    const error = this.#errors.shift()
    return error ? `${error.number},${quoted(error.message)}` : '0,"No error"'
  }

  all(): string {
    const entries = [this.next()]
    while (this.count > 0) entries.push(this.next())
    return entries.join(',')
  }

  clear(): void {
    this.#errors = []
  }
}
