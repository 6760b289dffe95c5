import type { CaseSignature } from '../../contract/trust'
import type { Connection } from '../connection'

interface ImportedSignature extends Omit<CaseSignature, 'unchanged' | 'changes'> {
  /** Of the case as it came, and the newest line of the audit at that time. */
  hashHere: string
  auditEntryHere: number
  /** What was done to the case where it was signed, before it left. */
  changesBefore: CaseSignature['changes']
}

/** Signatures of a case that were given in other case logs, the oldest first. */
export function importedSignatures(connection: Connection, lesionId: string): ImportedSignature[] {
  const rows = connection.all(
    `SELECT id, lesionId, log, site, userName, role, meaning, signedAt, hash, auditEntry, checked, changed, hashHere, auditEntryHere
     FROM importedSignature WHERE lesionId = @lesionId ORDER BY entry`,
    { lesionId },
  ) as (Omit<ImportedSignature, 'checked' | 'changesBefore'> & {
    log: string
    auditEntry: number
    checked: 0 | 1
    changed: 0 | 1
  })[]
  return rows.map(({ log, auditEntry, checked, changed, ...row }) => {
    const changesBefore = changed
      ? connection.all(
          `SELECT at, actor, action, tableName AS "table" FROM importedAuditLine
           WHERE lesionId = @lesionId AND log = @log AND line > @auditEntry ORDER BY line LIMIT 100`,
          { lesionId, log, auditEntry },
        )
      : []
    return { ...row, checked: checked === 1, changesBefore: changesBefore as CaseSignature['changes'] }
  })
}
