import type { DeviceTime } from './deviceTime'

interface Body {
  celsius: number
  timeConstantSeconds: number
  /** The controller hunts a little: half of the peak-to-peak value, and how long one swing takes. */
  ripple: { celsius: number; periodSeconds: number; phase: number }
}

/** A temperature that approaches its target exponentially (Newton's law of cooling). A pure function of device time. */
export class Thermostat {
  #from: number
  #sinceUs = 0
  #target: number
  #disturbance = 0

  constructor(
    private readonly time: DeviceTime,
    private readonly body: Body,
  ) {
    this.#from = this.#target = body.celsius
  }

  get target(): number {
    return this.#target
  }

  set target(celsius: number) {
    this.#startOver()
    this.#target = celsius
  }

  /** Degrees by which the controller misses its target in the end. */
  set disturbance(celsius: number) {
    if (celsius === this.#disturbance) return
    this.#startOver()
    this.#disturbance = celsius
  }

  get celsius(): number {
    const { celsius, periodSeconds, phase } = this.body.ripple
    const seconds = this.time.nowUs / 1e6
    return this.#approached() + celsius * Math.sin(2 * Math.PI * (seconds / periodSeconds + phase))
  }

  #startOver(): void {
    this.#from = this.#approached()
    this.#sinceUs = this.time.nowUs
  }

  #approached(): number {
    const seconds = (this.time.nowUs - this.#sinceUs) / 1e6
    const end = this.#target + this.#disturbance
    return end + (this.#from - end) * Math.exp(-seconds / this.body.timeConstantSeconds)
  }
}
