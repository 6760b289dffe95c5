import type { DeviceTime, Timed } from './deviceTime'
import type { EmissionEnd, EmissionLog } from './emissionLog'
import { ScpiError } from './scpiError'
import { Signal } from './signal'
import type { Watchdog } from './watchdog'

export type LaserState = 'DISARMED' | 'ARMED' | 'FIRING'

/**
 * The laser with what stands between it and the sample: interlock, watchdog and shutter. FIRING is left through
 * `#endEmission` alone, which writes the reason to the log.
 */
export class Laser implements Timed {
  /** Power at the sample in milliwatts, as the monitor diode sees it. */
  readonly emittedMilliwatts: Signal
  /** 1 while light leaves the laser. */
  readonly emitting: Signal
  /** 1 while the shutter is open. */
  readonly shutter: Signal
  /** 1 while the interlock is closed. */
  readonly interlock: Signal
  #state: LaserState = 'DISARMED'
  #endsAtUs = Infinity
  #milliwatts = 0

  constructor(
    private readonly time: DeviceTime,
    private readonly watchdog: Watchdog,
    private readonly log: EmissionLog,
  ) {
    this.emittedMilliwatts = new Signal(time, 0)
    this.emitting = new Signal(time, 0)
    this.shutter = new Signal(time, 0)
    this.interlock = new Signal(time, 1)
  }

  get state(): LaserState {
    return this.#state
  }

  get milliwatts(): number {
    return this.#milliwatts
  }

  set milliwatts(milliwatts: number) {
    if (this.#state === 'FIRING') throw new ScpiError(-221, 'the laser fires')
    this.#milliwatts = milliwatts
  }

  get dueAtUs(): number {
    return this.#endsAtUs
  }

  get remainingMs(): number {
    return this.#state === 'FIRING' ? (this.#endsAtUs - this.time.nowUs) / 1000 : 0
  }

  arm(): void {
    if (!this.interlock.value) throw new ScpiError(101)
    if (!this.watchdog.isFed) throw new ScpiError(103)
    if (this.#state === 'DISARMED') this.#state = 'ARMED'
  }

  fire(durationMs: number): void {
    if (!this.interlock.value) throw new ScpiError(101)
    if (this.#state === 'DISARMED') throw new ScpiError(102)
    if (!this.shutter.value) throw new ScpiError(104)
    this.#endsAtUs = this.time.nowUs + Math.round(durationMs * 1000)
    if (this.#state === 'FIRING') return
    this.#state = 'FIRING'
    this.emittedMilliwatts.value = this.#milliwatts
    this.emitting.value = this.#milliwatts > 0 ? 1 : 0
    this.log.begin(this.time.nowUs, this.#milliwatts)
  }

  /** The time given to `fire` has passed. */
  run(): void {
    this.stop('duration')
  }

  /** Ends emission and stays armed. */
  stop(reason: 'duration' | 'abort' | 'shutter'): void {
    if (this.#endEmission(reason)) this.#state = 'ARMED'
  }

  /** Ends emission, if there is any, and disarms; says whether there was. */
  disarm(reason: Exclude<EmissionEnd, 'duration' | 'abort' | 'shutter'>): boolean {
    const wasFiring = this.#endEmission(reason)
    this.#state = 'DISARMED'
    return wasFiring
  }

  openShutter(): void {
    this.shutter.value = 1
  }

  closeShutter(): void {
    this.stop('shutter')
    this.shutter.value = 0
  }

  closeInterlock(): void {
    this.interlock.value = 1
  }

  openInterlock(): void {
    this.disarm('interlock')
    this.interlock.value = 0
  }

  #endEmission(reason: EmissionEnd): boolean {
    if (this.#state !== 'FIRING') return false
    this.#endsAtUs = Infinity
    this.emittedMilliwatts.value = 0
    this.emitting.value = 0
    this.log.end(this.time.nowUs, reason)
    return true
  }
}
