import { StokesError } from '../../contract/errors'
import { GET } from '../protocol/wasatch/requests'
import { untilLaserOff } from '../untilLaserOff'
import type { Requests, WasatchLink } from './wasatchLink'

/** The maker's driver sends a laser command up to three times more. */
const ATTEMPTS = 4

export interface LaserState {
  enabled: boolean
  emitting: boolean
  interlockClosed: boolean
}

/**
 * What the instrument says of its laser. One without feedback cannot tell emission from the command to emit, nor its interlock:
 * that is then taken as closed.
 */
export async function readLaser(requests: Requests, feedback: boolean): Promise<LaserState> {
  const enabled = isSet(await requests.ask(GET.laserEnable))
  if (!feedback) return { enabled, emitting: enabled, interlockClosed: true }
  const emitting = isSet(await requests.ask(GET.isLaserFiring))
  return { enabled, emitting, interlockClosed: isSet(await requests.ask(GET.canLaserFire)) }
}

/**
 * Laser off, after whatever else stands in line; resolves when it was read back as off.
 *
 * @throws laser.stillEmitting, or why the instrument could not be asked
 */
export async function switchLaserOff(link: WasatchLink, feedback: boolean): Promise<void> {
  await untilLaserOff(link, {
    attempts: ATTEMPTS,
    stillEmitting,
    commandOff: async () => {
      await link.send(link.set.laserEnable(false))
      const { enabled, emitting } = await readLaser(link, feedback)
      return !enabled && !emitting
    },
  })
}

function isSet(answer: Uint8Array): boolean {
  return answer[0] !== 0
}

function stillEmitting(): StokesError {
  return new StokesError(
    'laser.stillEmitting',
    `The laser is not read back as off after ${ATTEMPTS} commands to switch it off.`,
    { tip: 'Turn its key, open the interlock or cut the power of the instrument. Keep your eyewear on.' },
  )
}
