import type { DeviceReadings } from '../../contract/device'
import type { StokesError } from '../../contract/errors'
import type { Driver, Measurement, MeasureContext } from '../driver'
import type { Run } from '../run'
import type { Instrument } from './instrument'
import { switchLaserOff } from './laserState'
import { measure } from './measure'
import { readReadings } from './readings'
import { readRegisters } from './readRegisters'
import type { WasatchLink } from './wasatchLink'
import { WasatchRun } from './wasatchRun'

/** An instrument of Wasatch Photonics on USB. */
export class WasatchDriver implements Driver<WasatchRun> {
  constructor(
    private readonly link: WasatchLink,
    private readonly instrument: Instrument,
  ) {}

  /** It begins to count at the last feeding, or where a warning ends. */
  get watchdogMs(): number {
    const { watchdogSeconds, warningDelayMs } = this.instrument
    return 1000 * watchdogSeconds + warningDelayMs
  }

  newRun(kind: Run['kind']): WasatchRun {
    return new WasatchRun(kind, this.link)
  }

  measure(run: WasatchRun, measurement: Measurement, context: MeasureContext): Promise<void> {
    const { link, instrument } = this
    return measure(run, measurement, { ...context, link, instrument })
  }

  readReadings(): Promise<DeviceReadings> {
    return readReadings(this.link, this.instrument)
  }

  readRegisters(): Promise<Record<string, string | number>> {
    return readRegisters(this.link, this.instrument)
  }

  dropLaser(): void {
    this.link.sendNow(this.link.set.laserEnable(false))
  }

  switchLaserOff(): Promise<void> {
    return switchLaserOff(this.link, this.instrument.feedback)
  }

  onLost(listener: (problem: StokesError) => void): void {
    this.link.onLost(listener)
  }

  release(): Promise<void> {
    return this.link.close()
  }
}
