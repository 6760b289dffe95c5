import type { DeviceTime, Timed } from './deviceTime'
import { ScpiError } from './scpiError'

const timeoutUs = 1_000_000

/** Counts the heartbeats of the host and trips 1 000 ms after the last valid one. */
export class Watchdog implements Timed {
  static readonly timeoutMs = timeoutUs / 1000
  /** Times it ended emission. */
  emissionsEnded = 0
  #lastNumber = 0
  #tripsAtUs = Infinity
  #tripped = false

  constructor(
    private readonly time: DeviceTime,
    private readonly hear: { onTrip: () => void; onFed: (number: number) => void },
  ) {}

  get lastNumber(): number {
    return this.#lastNumber
  }

  get dueAtUs(): number {
    return this.#tripsAtUs
  }

  /** A valid heartbeat came in the last 1 000 ms. */
  get isFed(): boolean {
    return this.#tripsAtUs > this.time.nowUs && this.#tripsAtUs !== Infinity
  }

  /** It tripped, and no valid heartbeat came since. */
  get hasTripped(): boolean {
    return this.#tripped
  }

  get remainingMs(): number {
    return this.isFed ? (this.#tripsAtUs - this.time.nowUs) / 1000 : 0
  }

  feed(number: number): void {
    if (number <= this.#lastNumber)
      throw new ScpiError(-222, `heartbeat ${number} is not above ${this.#lastNumber}`)
    this.#lastNumber = number
    this.#tripsAtUs = this.time.nowUs + timeoutUs
    this.#tripped = false
    this.hear.onFed(number)
  }

  run(): void {
    this.#tripsAtUs = Infinity
    this.#tripped = true
    this.hear.onTrip()
  }

  reset(): void {
    this.#lastNumber = 0
    this.#tripsAtUs = Infinity
    this.#tripped = false
  }
}
