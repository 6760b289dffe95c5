import type { DeviceReadings } from '../../contract/device'
import type { StokesError } from '../../contract/errors'
import type { Origin } from '../../contract/frame'
import type { Driver, Measurement, MeasureContext } from '../driver'
import type { Run } from '../run'
import type { FrameGuard } from './frameGuard'
import { measure } from './measure'
import { readReadings } from './readings'
import type { ScpiLink } from './scpiLink'
import { ScpiRun } from './scpiRun'
import { switchLaserOff } from './switchLaserOff'

interface Parts {
  link: ScpiLink
  guard: FrameGuard
  origin: Origin
  stopHeartbeat: () => void
}

/** After the last heartbeat (docs/protocol.md). */
const WATCHDOG_MS = 1_000

/** An instrument that speaks the instrument protocol. Without the heartbeat, its watchdog switches the laser off. */
export class ScpiDriver implements Driver<ScpiRun> {
  readonly watchdogMs = WATCHDOG_MS

  constructor(private readonly parts: Parts) {}

  newRun(kind: Run['kind']): ScpiRun {
    return new ScpiRun(kind, this.parts.link)
  }

  measure(run: ScpiRun, measurement: Measurement, context: MeasureContext): Promise<void> {
    const { guard, origin } = this.parts
    return measure(run, measurement, { ...context, guard, origin })
  }

  readReadings(): Promise<DeviceReadings> {
    return readReadings(this.parts.link)
  }

  dropLaser(): void {
    this.parts.link.send('SYST:ALL')
  }

  switchLaserOff(): Promise<void> {
    return switchLaserOff(this.parts.link)
  }

  onLost(listener: (problem: StokesError) => void): void {
    const { link } = this.parts
    link.onLost = listener
    if (link.lost) listener(link.lost)
  }

  async release(): Promise<void> {
    this.parts.stopHeartbeat()
    await this.parts.link.close()
  }
}
