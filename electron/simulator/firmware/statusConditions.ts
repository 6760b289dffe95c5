import type { Instrument } from './instrument'

/** `STATus:OPERation:CONDition?`; the table of status registers of docs/protocol.md. */
export function operationCondition({ acquisition, laser }: Instrument): number {
  return (
    (acquisition.isRunning ? 1 << 4 : 0) |
    (acquisition.waitingFrames > 0 ? 1 << 5 : 0) |
    (laser.state !== 'DISARMED' ? 1 << 8 : 0) |
    (laser.emitting.value ? 1 << 9 : 0) |
    (laser.shutter.value ? 1 << 10 : 0)
  )
}

/** `STATus:QUEStionable:CONDition?` */
export function questionableCondition(instrument: Instrument): number {
  const { acquisition, detectorTemperature, laser, watchdog } = instrument
  const detectorOffset = detectorTemperature.celsius - detectorTemperature.target
  return (
    (Math.abs(detectorOffset) > 2 ? 1 << 0 : 0) |
    (Math.abs(instrument.laserOffsetCelsius) > 1 ? 1 << 1 : 0) |
    (acquisition.hasDropped ? 1 << 4 : 0) |
    (acquisition.lastSaturated ? 1 << 5 : 0) |
    (laser.interlock.value ? 0 : 1 << 8) |
    (watchdog.hasTripped ? 1 << 9 : 0)
  )
}
