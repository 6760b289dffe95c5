import { disturbanceNames, type DisturbanceName, type Disturbances } from '../disturbances'
import type { Laser } from './laser'

/** How much warmer the detector gets when its cooler fails. */
const COOLER_FAILED_CELSIUS = 45

/** What goes wrong around the measurement, until it is put right. */
export class DisturbanceSwitches {
  #on = new Set<DisturbanceName>()

  constructor(private readonly laser: Laser) {}

  /** Those that are on, in the order of the catalogue. */
  get active(): Disturbances {
    const isOn = (name: DisturbanceName): boolean =>
      name === 'interlockOpen' ? this.laser.interlock.value === 0 : this.#on.has(name)
    return new Set(disturbanceNames.filter(isOn))
  }

  /** Degrees that the cooler leaves the detector above its set point. */
  get warmingCelsius(): number {
    return this.#on.has('warmDetector') ? COOLER_FAILED_CELSIUS : 0
  }

  set(name: DisturbanceName, on: boolean): void {
    if (name === 'interlockOpen') {
      if (on) this.laser.openInterlock()
      else this.laser.closeInterlock()
    } else if (on) this.#on.add(name)
    else this.#on.delete(name)
  }

  clear(): void {
    for (const name of this.active) this.set(name, false)
  }
}
