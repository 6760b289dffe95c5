import { mostFirst } from '../protocol/wasatch/decodeAnswers'
import { GET, type SetRequest } from '../protocol/wasatch/requests'
import { sendChecked } from './sendChecked'
import type { Requests } from './wasatchLink'

/**
 * Sets the time after which the firmware switches the laser off by itself, in whole seconds, and starts it afresh.
 *
 * @throws device.refused where it is not read back
 */
export async function setWatchdog(
  requests: Requests,
  set: { watchdog(seconds: number): SetRequest },
  seconds: number,
): Promise<void> {
  await sendChecked(requests, {
    name: 'laser watchdog (s)',
    value: seconds,
    set: set.watchdog(seconds),
    get: GET.watchdog,
    read: (answer) => mostFirst(answer, 2),
  })
}
