import type { RecordCheck } from '../../../contract/audit'
import type { Clock } from '../../../shared/clock'
import { readCaseLog } from '../readCaseLog'

/**
 * Reads the audit and the whole record again, as `stokes verify` does.
 * @throws StokesError `storage.*`
 */
export function checkRecord(
  path: string,
  clock: Clock,
  onProgress: (done: number, total: number) => void,
): RecordCheck {
  const begun = clock.monotonicMs()
  return readCaseLog(path, (log) => {
    const { findings, ...verified } = log.verify({ onProgress })
    return {
      ...verified,
      checkedAt: clock.timestamp(),
      seconds: Math.round(clock.monotonicMs() - begun) / 1000,
      findings: findings.map((finding) => ({ ...finding, lesionId: log.caseOf(finding.table, finding.id) })),
    }
  })
}
