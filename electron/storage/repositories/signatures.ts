import type { CaseSignature, SignatureMeaning, User } from '../../contract/trust'
import { importedSignatures } from '../caseArchive/importedSignatures'
import { caseHash, rowsOfCase } from '../caseHash'
import { newEntry, type Store } from '../store'
import type { Lesions } from './lesions'

export type Signatures = ReturnType<typeof signatures>

type Row = Omit<CaseSignature, 'unchanged' | 'changes' | 'site' | 'checked'> & { auditEntry: number }

const MOST_CHANGES = 100

/**
 * Who answers for a case, and what it was then. What is signed is the hash of every row that belongs to the case, as the audit has
 * it; later signatures, and by what cases are listed, are no change of it.
 */
export function signatures(store: Store, { lesions }: { lesions: Lesions }) {
  const { connection } = store

  function changesSince(lesionId: string, auditEntry: number): CaseSignature['changes'] {
    return connection.all(
      `WITH own AS (${rowsOfCase(connection)})
       SELECT at, actor, action, audit.tableName AS "table"
       FROM audit JOIN own ON own.tableName = audit.tableName AND own.row = audit.row
       WHERE entry > @auditEntry ORDER BY entry LIMIT ${MOST_CHANGES}`,
      { lesionId, auditEntry },
    ) as CaseSignature['changes']
  }

  /** Oldest first; after them those that came along with an archive. */
  function ofLesion(lesionId: string): CaseSignature[] {
    const rows = connection.all(
      `SELECT signature.id, lesionId, name AS userName, role, meaning, signedAt, hash, auditEntry
       FROM signature JOIN operator ON operator.id = operatorId
       WHERE lesionId = @lesionId ORDER BY entry`,
      { lesionId },
    ) as Row[]
    const brought = importedSignatures(connection, lesionId)
    if (rows.length + brought.length === 0) return []
    const now = caseHash(connection, lesionId)
    const own = rows.map(({ auditEntry, ...row }) => {
      const unchanged = row.hash === now
      const changes = unchanged ? [] : changesSince(lesionId, auditEntry)
      return { ...row, site: null, checked: null, unchanged, changes }
    })
    const others = brought.map(({ hashHere, auditEntryHere, changesBefore, ...row }) => {
      const later = hashHere === now ? [] : changesSince(lesionId, auditEntryHere)
      const changes = [...changesBefore, ...later].slice(0, MOST_CHANGES)
      return { ...row, unchanged: changes.length === 0, changes }
    })
    return [...own, ...others]
  }

  return {
    ofLesion,

    sign(
      lesionId: string,
      { id: accountId, operatorId, role }: User,
      meaning: SignatureMeaning,
    ): CaseSignature[] {
      const { id, createdAt: signedAt } = newEntry(store)
      return connection.transaction(() => {
        lesions.get(lesionId)
        const newest = connection.get('SELECT max(entry) AS entry FROM audit') as { entry: number }
        const hash = caseHash(connection, lesionId)
        const auditEntry = newest.entry
        const row = { id, lesionId, accountId, operatorId, role, meaning, hash, auditEntry, signedAt }
        connection.insert('signature', row)
        return ofLesion(lesionId)
      })
    },
  }
}
