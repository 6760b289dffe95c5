import type { DeviceReadings } from '../../contract/device'
import type { DeviceIdentity } from '../../contract/frame'
import type { LaserStatus } from '../../contract/laser'
import { StokesError } from '../../contract/errors'
import type { Microscope } from '../microscope'

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

/**
 * @throws laser.benchOnly for an instrument that would go on emitting if this computer fell silent, or whose power nobody
 * can set
 */
export function requireForPatients({ identity, limits }: Pick<Microscope, 'identity' | 'limits'>): void {
  const { model, serialNumber, watchdog } = identity
  const lack =
    watchdog !== 'firmware'
      ? 'has no watchdog: its laser would stay on if this computer failed'
      : limits.laserPowerMilliwatts === null
        ? 'has a laser whose power cannot be set, so that nobody knows the dose'
        : null
  if (lack === null) return
  throw new StokesError(
    'laser.benchOnly',
    `${model} ${serialNumber} ${lack}. It may not fire on a patient.`,
    { tip: 'Use it on the bench, for standards. For patients, connect another instrument.' },
  )
}
