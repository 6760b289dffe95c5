import type { EventDetails, EventKind } from '../../contract/audit'
import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog, type CaseLog } from '../../storage/openCaseLog'

interface NotedIn {
  path: string
  /** Named to others that want to write. */
  program: string
  /** Who did it; null where nobody is signed in. */
  user: string | null
  /** @default the one that this program has in hand */
  masterKey?: Uint8Array | null
}

/**
 * Writes what happened into a case log that nobody has open, such as one that was just restored.
 * @param details as they are, or read from the case log
 * @throws StokesError `storage.*`
 */
export function noteEvent(
  { user, ...where }: NotedIn,
  kind: EventKind,
  details: EventDetails | ((log: CaseLog) => EventDetails),
): void {
  const log = openCaseLog({
    ...where,
    user: () => user,
    clock: systemClock,
    newId: randomId,
    softwareVersion: softwareVersion(),
  })
  try {
    log.events.add(kind, typeof details === 'function' ? details(log) : details)
  } finally {
    log.close()
  }
}
