import type { Acquisition } from './acquisition'
import type { Laser } from './laser'
import type { Thermostat } from './thermostat'
import type { Watchdog } from './watchdog'

interface Parts {
  acquisition: Acquisition
  laser: Laser
  watchdog: Watchdog
  detectorTemperature: Thermostat
  /** Degrees that the laser is away from its set point. */
  laserOffsetCelsius: number
}

/** `STATus:OPERation:CONDition?`; the table of status registers of docs/protocol.md. */
export function operationCondition({ acquisition, laser }: Parts): number {
  return (
    (acquisition.isRunning ? 1 << 4 : 0) |
    (acquisition.waitingFrames > 0 ? 1 << 5 : 0) |
    (laser.state !== 'DISARMED' ? 1 << 8 : 0) |
    (laser.emitting.value ? 1 << 9 : 0) |
    (laser.shutter.value ? 1 << 10 : 0)
  )
}

/** `STATus:QUEStionable:CONDition?` */
export function questionableCondition(parts: Parts): number {
  const { acquisition, detectorTemperature, laser, watchdog } = parts
  const detectorOffset = detectorTemperature.celsius - detectorTemperature.target
  return (
    (Math.abs(detectorOffset) > 2 ? 1 << 0 : 0) |
    (Math.abs(parts.laserOffsetCelsius) > 1 ? 1 << 1 : 0) |
    (acquisition.hasDropped ? 1 << 4 : 0) |
    (acquisition.lastSaturated ? 1 << 5 : 0) |
    (laser.interlock.value ? 0 : 1 << 8) |
    (watchdog.hasTripped ? 1 << 9 : 0)
  )
}
