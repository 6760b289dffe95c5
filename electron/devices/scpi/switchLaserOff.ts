import { StokesError } from '../../contract/errors'
import { readBoolean } from '../protocol/readAnswer'
import { untilLaserOff } from '../untilLaserOff'
import type { ScpiLink } from './scpiLink'

const ATTEMPTS = 3
const PATIENCE_MS = 500

/**
 * Laser off, shutter closed, acquisition ended; resolves when the monitor diode was read as dark after that. The token of
 * `resync` proves that the reading is no older.
 *
 * @throws laser.stillEmitting, or why the instrument could not be asked; the line must then be closed, so that the
 * heartbeat ends and the instrument's watchdog does what the command could not
 */
export async function switchLaserOff(link: ScpiLink): Promise<void> {
  await untilLaserOff(link, {
    attempts: ATTEMPTS,
    stillEmitting,
    commandOff: async () => {
      link.send('SYST:ALL')
      await link.resync(PATIENCE_MS)
      return !readBoolean(await link.query('SOUR:LAS:EMIS?', PATIENCE_MS))
    },
  })
}

function stillEmitting(): StokesError {
  return new StokesError(
    'laser.stillEmitting',
    `The laser still emits after ${ATTEMPTS} commands to switch it off.`,
    {
      tip: 'Close the probe, open the interlock or switch the instrument off at its mains. Keep your eyewear on.',
    },
  )
}
