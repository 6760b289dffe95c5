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
    this.#from = this.#approached()
    this.#sinceUs = this.time.nowUs
    this.#target = celsius
  }

  get celsius(): number {
    const { celsius, periodSeconds, phase } = this.body.ripple
    const seconds = this.time.nowUs / 1e6
    return this.#approached() + celsius * Math.sin(2 * Math.PI * (seconds / periodSeconds + phase))
  }

  #approached(): number {
    const seconds = (this.time.nowUs - this.#sinceUs) / 1e6
    return this.#target + (this.#from - this.#target) * Math.exp(-seconds / this.body.timeConstantSeconds)
  }
}
