import { setTimeout as wait } from 'node:timers/promises'
import { StokesError } from '../../contract/errors'
import type { Clock } from '../../shared/clock'
import type { Instrument } from './instrument'
import { readLaser } from './laserState'
import type { WasatchLink } from './wasatchLink'
import type { WasatchRun } from './wasatchRun'

/** The maker's driver sends the command up to three times more where it is not read back. */
const ATTEMPTS = 4
const POLL_MS = 20
const MARGIN_MS = 1_000

/**
 * Switches the laser on, and resolves when it is read back as emitting. Power and watchdog are set.
 *
 * @throws laser.interlockOpen, laser.noEmission
 */
export async function fireLaser(
  run: WasatchRun,
  { set }: WasatchLink,
  { feedback, warningDelayMs }: Instrument,
  clock: Clock,
): Promise<void> {
  if (!(await readLaser(run, feedback)).interlockClosed) throw interlockOpen('')
  const begun = clock.monotonicMs()
  for (let sent = 0; ;) {
    const { enabled, emitting, interlockClosed } = await readLaser(run, feedback)
    if (!interlockClosed) throw interlockOpen('; the laser went off')
    if (emitting) return
    const waited = clock.monotonicMs() - begun
    if (!enabled && sent < ATTEMPTS) {
      await run.send(set.laserEnable(true))
      sent += 1
    } else if (waited <= warningDelayMs + MARGIN_MS) await wait(POLL_MS)
    else throw noEmission(`${waited.toFixed(0)} ms after ${sent} commands to switch it on, it gives no light`)
  }
}

/**
 * Checks what the laser does against what it must, before and after each frame.
 *
 * @param watchdogRanOut whether the watchdog was fed too long ago, which is then why the laser is off
 * @throws laser.interlockOpen, laser.watchdogTripped, laser.noEmission, laser.stillEmitting
 */
export async function requireLight(
  run: WasatchRun,
  instrument: Instrument,
  lit: boolean,
  watchdogRanOut: boolean,
): Promise<void> {
  const { enabled, emitting, interlockClosed } = await readLaser(run, instrument.feedback)
  if (lit && emitting) return
  if (!lit) {
    if (!enabled && !emitting) return
    throw new StokesError(
      'laser.stillEmitting',
      'A frame was refused: the laser was on where it had to be off.',
      {
        tip: 'Nothing of this frame was used. Measure again; if it stays so, switch the instrument off with its key.',
      },
    )
  }
  if (!interlockClosed) throw interlockOpen('; the laser went off')
  if (!watchdogRanOut) throw noEmission('its light went out')
  instrument.watchdogTrips += 1
  throw new StokesError(
    'laser.watchdogTripped',
    'The watchdog of the instrument switched its laser off during a frame.',
    {
      tip: 'Close other programs that keep this computer busy, then measure again, or choose a shorter integration time.',
    },
  )
}

function interlockOpen(what: string): StokesError {
  return new StokesError('laser.interlockOpen', `The interlock is open${what}.`, {
    tip: 'Close the interlock (the door, the cover of the probe, or the key), then measure again.',
  })
}

function noEmission(what: string): StokesError {
  return new StokesError('laser.noEmission', `The laser does not emit: ${what}.`, {
    tip: 'Measure again. If it stays so, the laser needs service.',
  })
}
