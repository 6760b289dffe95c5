import { caseLogPath } from '../../instrument/services/createServices'
import { readCaseLog } from '../../instrument/services/readCaseLog'
import { dataFolder } from '../../shared/paths'
import type { Verified } from '../../storage/audit/verifyRecord'
import { exitCodes } from '../exitCodes'
import { answer, tell } from '../output'

export interface VerifyOptions {
  db?: string
  json?: boolean
}

/** Says which rows of a case log were changed, removed, added or moved past Stokes; exit code 5 where one was. */
export function verify({ db = caseLogPath(dataFolder()), json }: VerifyOptions): void {
  const verified = readCaseLog(db, (log) =>
    log.verify({
      onProgress: (done, total) => {
        tell(json ? JSON.stringify({ progress: { done, total } }) : `${done} of ${total} rows`)
      },
    }),
  )
  answer(verified, { json }, () => inWords(verified, db))
  if (!verified.ok) process.exitCode = exitCodes.caseLog
}

function inWords({ ok, rows, findings, more, signed }: Verified, db: string): string {
  const seal = signed === null ? 'It has no key, so its head is not signed.' : ''
  if (ok) return `${db}: all ${rows} rows are as Stokes wrote them. ${seal}`.trim()
  return [
    `${db}: ${more ? 'more than ' : ''}${findings.length} of ${rows} rows are not as Stokes wrote them. ${seal}`.trim(),
    ...findings.map(({ table, id, what }) => `  ${table} ${id}: ${what}`),
  ].join('\n')
}
