import type { Drift } from '../drift'
import type { DeviceTime } from './deviceTime'
import type { NumberRange } from './parameters'

/** What can drift, by the name of its command, and how far. */
export const driftRanges = {
  LASer: { name: 'laser drift', unit: 'nm', min: -2, max: 2, default: 0 },
  SHIFt: { name: 'shift', unit: 'px', min: -50, max: 50, default: 0 },
  STREtch: { name: 'stretch', unit: 'px', min: -20, max: 20, default: 0 },
  BROadening: { name: 'broadening', min: 1, max: 5, default: 1 },
  THRoughput: { name: 'throughput', min: 0, max: 1, default: 1 },
  DETector: { name: 'detector drift', unit: 'C', min: -10, max: 80, default: 0 },
} as const satisfies Record<string, NumberRange>

export type DriftName = keyof typeof driftRanges
export const driftNames = Object.keys(driftRanges) as DriftName[]

/** A value that goes evenly from one to the other. */
interface Ramp {
  from: number
  to: number
  startUs: number
  endUs: number
}

/** Drifts on command: at once, or evenly over some time. A pure function of device time. */
export class Drifts {
  readonly #ramps = new Map<DriftName, Ramp>()

  constructor(private readonly time: DeviceTime) {}

  /** Goes from where it is to `value` over so many microseconds. */
  set(name: DriftName, value: number, overUs = 0): void {
    const startUs = this.time.nowUs
    this.#ramps.set(name, { from: this.valueOf(name), to: value, startUs, endUs: startUs + overUs })
  }

  clear(): void {
    this.#ramps.clear()
  }

  valueOf(name: DriftName): number {
    const ramp = this.#ramps.get(name)
    if (!ramp) return driftRanges[name].default
    const { from, to, startUs, endUs } = ramp
    const { nowUs } = this.time
    return nowUs >= endUs ? to : from + ((to - from) * (nowUs - startUs)) / (endUs - startUs)
  }

  /** What the light meets now. */
  get current(): Drift {
    return {
      laserNanometres: this.valueOf('LASer'),
      shiftPixels: this.valueOf('SHIFt'),
      stretchPixels: this.valueOf('STREtch'),
      broadening: this.valueOf('BROadening'),
      throughput: this.valueOf('THRoughput'),
    }
  }
}
