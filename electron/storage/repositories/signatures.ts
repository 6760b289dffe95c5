import { createHash } from 'node:crypto'
import type { CaseSignature, SignatureMeaning, User } from '../../contract/trust'
import { auditedTables, keyOf } from '../audit/auditedTables'
import { splitSeal } from '../audit/seal'
import { newEntry, type Store } from '../store'
import type { Lesions } from './lesions'

export type Signatures = ReturnType<typeof signatures>

type Row = Omit<CaseSignature, 'unchanged' | 'changes'> & { auditEntry: number }

const MOST_CHANGES = 100

/**
 * Who answers for a case, and what it was then. What is signed is the hash of every row that belongs to the case, as the audit has
 * it; later signatures, and by what cases are listed, are no change of it.
 */
export function signatures(store: Store, { lesions }: { lesions: Lesions }) {
  const { connection } = store

  /** The rows of the case, found by what names it: its lesion, its patient, its acquisitions. */
  function rowsOfCase(): string {
    const parts = auditedTables(connection).flatMap((table) => {
      if (table.name === 'signature') return []
      const has = (column: string) => table.columns.some(({ name }) => name === column)
      const key = keyOf(table, 'each')
      const rows = `SELECT '${table.name}' AS tableName, ${key} AS row FROM ${table.name} AS each WHERE`
      if (table.name === 'lesion') return `${rows} each.id = @lesionId`
      if (table.name === 'patient')
        return `${rows} each.id = (SELECT patientId FROM lesion WHERE id = @lesionId)`
      if (has('lesionId')) return `${rows} each.lesionId = @lesionId`
      if (has('acquisitionId'))
        return `${rows} each.acquisitionId IN (SELECT id FROM acquisition WHERE lesionId = @lesionId)`
      return []
    })
    return parts.join(' UNION ALL ')
  }

  function hashOf(lesionId: string): string {
    const rows = connection.all(
      `WITH own AS (${rowsOfCase()})
       SELECT tableName, row,
         (SELECT seal FROM audit WHERE audit.tableName = own.tableName AND audit.row = own.row
          ORDER BY audit.entry DESC LIMIT 1) AS seal
       FROM own ORDER BY tableName, row`,
      { lesionId },
    ) as { tableName: string; row: string | number; seal: Uint8Array | null }[]
    const hash = createHash('sha256')
    for (const { tableName, row, seal } of rows) {
      hash.update(`${tableName}\n${row}\n`)
      if (seal) hash.update(splitSeal(seal).row)
    }
    return hash.digest('hex')
  }

  function changesSince(lesionId: string, auditEntry: number): CaseSignature['changes'] {
    return connection.all(
      `WITH own AS (${rowsOfCase()})
       SELECT at, actor, action, audit.tableName AS "table"
       FROM audit JOIN own ON own.tableName = audit.tableName AND own.row = audit.row
       WHERE entry > @auditEntry ORDER BY entry LIMIT ${MOST_CHANGES}`,
      { lesionId, auditEntry },
    ) as CaseSignature['changes']
  }

  /** Oldest first. */
  function ofLesion(lesionId: string): CaseSignature[] {
    const rows = connection.all(
      `SELECT signature.id, lesionId, name AS userName, role, meaning, signedAt, hash, auditEntry
       FROM signature JOIN operator ON operator.id = operatorId
       WHERE lesionId = @lesionId ORDER BY entry`,
      { lesionId },
    ) as Row[]
    if (rows.length === 0) return []
    const now = hashOf(lesionId)
    return rows.map(({ auditEntry, ...row }) => {
      const unchanged = row.hash === now
      return { ...row, unchanged, changes: unchanged ? [] : changesSince(lesionId, auditEntry) }
    })
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
        const hash = hashOf(lesionId)
        const auditEntry = newest.entry
        const row = { id, lesionId, accountId, operatorId, role, meaning, hash, auditEntry, signedAt }
        connection.insert('signature', row)
        return ofLesion(lesionId)
      })
    },
  }
}
