import { StokesError } from '../../contract/errors'
import type { GetRequest, SetRequest } from '../protocol/wasatch/requests'
import type { Requests } from './wasatchLink'

/** The maker's driver tries a setting up to three times more. */
const ATTEMPTS = 4

interface Setting {
  /** For the message: `integration time (ms)`. */
  name: string
  value: number
  set: SetRequest
  get: GetRequest
  read: (answer: Uint8Array) => number
}

/**
 * Sends a setting until it is read back.
 *
 * @throws device.refused when it never is
 */
export async function sendChecked(
  requests: Requests,
  { name, value, set, get, read }: Setting,
): Promise<void> {
  let found = NaN
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await requests.send(set)
    found = read(await requests.ask(get))
    if (found === value) return
  }
  throw new StokesError(
    'device.refused',
    `The instrument does not take its ${name}: ${value} was sent ${ATTEMPTS} times, ${found} is read back.`,
    { tip: 'Try again; if it stays so, switch the instrument off and on, then connect again.' },
  )
}
