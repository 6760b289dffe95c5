import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog, type CaseLog } from '../../storage/openCaseLog'

export interface WrittenTo {
  path: string
  /** Named to others that want to write. */
  program: string
  /** Who does it; null where nobody is signed in. */
  user: string | null
  /** @default the one that this program has in hand */
  masterKey?: Uint8Array | null
}

/**
 * Writes to a case log that nobody has open, and closes it.
 * @throws StokesError `storage.*`, and what `write` throws
 */
export function writeCaseLog<T>({ user, ...where }: WrittenTo, write: (log: CaseLog) => T): T {
  const log = openCaseLog({
    ...where,
    user: () => user,
    clock: systemClock,
    newId: randomId,
    softwareVersion: softwareVersion(),
  })
  try {
    return write(log)
  } finally {
    log.close()
  }
}
