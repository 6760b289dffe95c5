import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog, type CaseLog } from '../../storage/openCaseLog'

/**
 * Opens a case log without changing it, whoever writes to it meanwhile.
 * @throws StokesError `storage.*`
 */
export function openToRead(path: string): CaseLog {
  return openCaseLog({
    path,
    readOnly: true,
    clock: systemClock,
    newId: randomId,
    softwareVersion: softwareVersion(),
  })
}

/**
 * Looks into a case log, and closes it.
 * @throws StokesError `storage.*`, and what `look` throws
 */
export function readCaseLog<T>(path: string, look: (log: CaseLog) => T): T {
  const log = openToRead(path)
  try {
    return look(log)
  } finally {
    log.close()
  }
}

/**
 * Has a case log open for as long as `work` takes.
 * @throws StokesError `storage.*`, and what `work` throws
 */
export async function readCaseLogWhile<T>(path: string, work: (log: CaseLog) => Promise<T>): Promise<T> {
  const log = openToRead(path)
  try {
    return await work(log)
  } finally {
    log.close()
  }
}
