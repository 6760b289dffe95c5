import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog, type CaseLog } from '../../storage/openCaseLog'

/**
 * Looks into a case log without changing it, whoever writes to it meanwhile, and closes it.
 * @throws StokesError `storage.*`, and what `look` throws
 */
export function readCaseLog<T>(path: string, look: (log: CaseLog) => T): T {
  const log = openCaseLog({
    path,
    readOnly: true,
    clock: systemClock,
    newId: randomId,
    softwareVersion: softwareVersion(),
  })
  try {
    return look(log)
  } finally {
    log.close()
  }
}
