import { setTimeout as wait } from 'node:timers/promises'
import { leastFirst } from '../protocol/wasatch/decodeAnswers'
import { GET } from '../protocol/wasatch/requests'
import { frameTimeoutMs } from './frameTimeout'
import type { Instrument } from './instrument'
import { sendChecked } from './sendChecked'
import type { WasatchLink } from './wasatchLink'
import type { WasatchRun } from './wasatchRun'

/** What comes first after a change may still be of the old time. The sensor of the XS needs longer than the others. */
const SETTLING = { x: { frames: 1, waitMs: 0 }, xs: { frames: 8, waitMs: 20 } }

/** Sets the integration time; frames that may still be of another are thrown away. The laser is off. */
export async function setIntegrationTime(
  run: WasatchRun,
  { set }: WasatchLink,
  instrument: Instrument,
  milliseconds: number,
): Promise<void> {
  if (instrument.integrationTimeMs === milliseconds) return
  if (Number.isFinite(instrument.integrationTimeMs))
    instrument.previousIntegrationTimeMs = instrument.integrationTimeMs
  // Until the frames below have come, it is not known to have settled.
  instrument.integrationTimeMs = NaN
  await sendChecked(run, {
    name: 'integration time (ms)',
    value: milliseconds,
    set: set.integrationTime(milliseconds),
    get: GET.integrationTime,
    read: (answer) => leastFirst(answer, 3),
  })
  const settling = SETTLING[instrument.series]
  await wait(settling.waitMs)
  for (let frame = 0; frame < settling.frames; frame++) {
    const timeoutMs = frameTimeoutMs({ ...instrument, integrationTimeMs: milliseconds })
    await instrument.reader.discard({ integrationTimeMs: milliseconds, timeoutMs, stopped: run.stopped })
    instrument.frames += 1
  }
  instrument.integrationTimeMs = milliseconds
  instrument.previousIntegrationTimeMs = milliseconds
}
