import type { DeviceReadings } from '../../contract/device'
import type { DeviceIdentity } from '../../contract/frame'
import type { LaserStatus } from '../../contract/laser'
import { StokesError } from '../../contract/errors'

/** What the laser was read back as. Light that is measured is firing, whatever was commanded. */
export function laserStatus(identity: DeviceIdentity, readings: DeviceReadings | null): LaserStatus {
  return {
    state: !readings
      ? 'unknown'
      : readings.laserEmitting
        ? 'firing'
        : readings.laserArmed
          ? 'armed'
          : 'disarmed',
    watchdog: identity.watchdog ?? 'none',
    watchdogTrips: readings?.watchdogTrips ?? 0,
  }
}

/** @throws laser.benchOnly for an instrument that would go on emitting if this computer fell silent */
export function requireWatchdog({ model, serialNumber, watchdog }: DeviceIdentity): void {
  if (watchdog === 'firmware') return
  throw new StokesError(
    'laser.benchOnly',
    `${model} ${serialNumber} has no watchdog: its laser would stay on if this computer failed. It may not fire on a patient.`,
    { tip: 'Use it on the bench, for standards. For patients, connect an instrument with a watchdog.' },
  )
}
