import type { DeviceTime } from './deviceTime'
import type { Laser } from './laser'

/** What laser, shutter and interlock did during one exposure. */
export interface Light {
  emission: 'none' | 'part' | 'whole'
  emissionMs: number
  meanPowerMilliwatts: number
  shutterOpenMs: number
  interlockClosed: boolean
}

/** An exposure that has begun; `finish` says what light there was from then until now. */
export class Exposure {
  readonly startUs: number
  readonly #begin: ReturnType<typeof integrals>

  constructor(
    private readonly time: DeviceTime,
    private readonly laser: Laser,
    readonly integrationUs: number,
  ) {
    this.startUs = time.nowUs
    this.#begin = integrals(laser)
  }

  finish(): Light {
    const end = integrals(this.laser)
    const begin = this.#begin
    const elapsedUs = this.time.nowUs - this.startUs
    const emissionUs = end.emitting - begin.emitting
    return {
      emission: emissionUs === 0 ? 'none' : emissionUs === elapsedUs ? 'whole' : 'part',
      emissionMs: emissionUs / 1000,
      meanPowerMilliwatts: (end.power - begin.power) / elapsedUs,
      shutterOpenMs: (end.shutter - begin.shutter) / 1000,
      interlockClosed: end.interlock - begin.interlock === elapsedUs,
    }
  }
}

function integrals({ emitting, emittedMilliwatts, shutter, interlock }: Laser) {
  return {
    emitting: emitting.integral,
    power: emittedMilliwatts.integral,
    shutter: shutter.integral,
    interlock: interlock.integral,
  }
}
