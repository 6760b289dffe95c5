import { setTimeout as wait } from 'node:timers/promises'
import { StokesError } from '../../contract/errors'
import type { DeviceReadings } from '../../contract/device'
import { readBoolean } from '../protocol/readAnswer'
import { expectNoError } from './instrumentError'
import type { ScpiRun } from './scpiRun'

const SETTLING_MS = 500
const POLL_MS = 10

/** Fires for at most `windowMs`, and resolves when the monitor diode was read as lit. The shutter must be open. */
export async function fireLaser(run: ScpiRun, windowMs: number): Promise<void> {
  run.send(`SOUR:LAS:FIRE ${windowMs}`)
  await expectNoError(run)
  for (let waited = 0; !readBoolean(await run.query('SOUR:LAS:EMIS?')); waited += POLL_MS) {
    if (waited >= SETTLING_MS) throw noEmission(`${SETTLING_MS} ms after it was fired, it gives no light`)
    await wait(POLL_MS)
  }
}

/** Arms without light. @throws laser.interlockOpen, laser.watchdogTripped */
export async function armLaser(run: ScpiRun, powerMilliwatts: number): Promise<void> {
  run.send(`SOUR:LAS:POW ${powerMilliwatts}`, 'SOUR:LAS:ARM ON')
  await expectNoError(run)
}

/** Why a laser that should emit does not; null while it does. */
export function emissionProblem(readings: DeviceReadings, tripsBefore: number): StokesError | null {
  if (!readings.interlockClosed) {
    return new StokesError('laser.interlockOpen', 'The interlock opened; the laser went off.', {
      tip: 'Close the interlock (the door, or the cover of the probe), then measure again.',
    })
  }
  if (readings.watchdogTrips > tripsBefore) {
    return new StokesError(
      'laser.watchdogTripped',
      'The instrument heard no heartbeat of this computer for 1 000 ms and switched its laser off.',
      { tip: 'Close other programs that keep this computer busy, then measure again.' },
    )
  }
  return readings.laserEmitting ? null : noEmission('its light went out')
}

function noEmission(what: string): StokesError {
  return new StokesError('laser.noEmission', `The laser does not emit: ${what}.`, {
    tip: 'Measure again. If it stays so, the laser needs service.',
  })
}
