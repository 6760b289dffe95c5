import type { DeviceTime } from './deviceTime'

/** A quantity that changes in steps and remembers its integral over device time, so that an exposure can ask for its mean. */
export class Signal {
  #value: number
  #integral = 0
  #since = 0

  constructor(
    private readonly time: DeviceTime,
    initial: number,
  ) {
    this.#value = initial
  }

  get value(): number {
    return this.#value
  }

  set value(value: number) {
    this.#integral = this.integral
    this.#since = this.time.nowUs
    this.#value = value
  }

  /** Value times microseconds since power-up. */
  get integral(): number {
    return this.#integral + this.#value * (this.time.nowUs - this.#since)
  }
}
