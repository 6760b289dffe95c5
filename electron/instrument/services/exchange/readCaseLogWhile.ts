import { systemClock } from '../../../shared/clock'
import { randomId } from '../../../shared/ids'
import { softwareVersion } from '../../../shared/softwareVersion'
import { openCaseLog, type CaseLog } from '../../../storage/openCaseLog'

/**
 * Has a case log open for reading as long as `work` takes, whoever writes to it meanwhile.
 * @throws StokesError `storage.*`, and what `work` throws
 */
export async function readCaseLogWhile<T>(path: string, work: (log: CaseLog) => Promise<T>): Promise<T> {
  const log = openCaseLog({
    path,
    readOnly: true,
    clock: systemClock,
    newId: randomId,
    softwareVersion: softwareVersion(),
  })
  try {
    return await work(log)
  } finally {
    log.close()
  }
}
