import { createHash } from 'node:crypto'
import { auditedTables, keyOf } from './audit/auditedTables'
import { splitSeal } from './audit/seal'
import type { Connection } from './connection'

/** Signatures cover no signatures, and nothing that another case log says. */
const NOT_SIGNED: readonly string[] = ['signature', 'importedSignature', 'importedAuditLine']

/** Row of the audit, and the newest seal that it has; in the order of their names. */
export interface SealedRow {
  tableName: string
  row: string | number
  seal: Uint8Array | null
}

/**
 * SQL of the rows of the case `@lesionId`, found by what names it: its lesion, its patient, its acquisitions.
 * @param leftOut names of tables
 */
export function rowsOfCase(connection: Connection, leftOut: readonly string[] = NOT_SIGNED): string {
  const parts = auditedTables(connection).flatMap((table) => {
    if (leftOut.includes(table.name)) return []
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

/** Of every row that belongs to the case, as the audit has it now. */
export function caseHash(connection: Connection, lesionId: string): string {
  const rows = connection.all(
    `WITH own AS (${rowsOfCase(connection)})
     SELECT tableName, row,
       (SELECT seal FROM audit WHERE audit.tableName = own.tableName AND audit.row = own.row
        ORDER BY audit.entry DESC LIMIT 1) AS seal
     FROM own ORDER BY tableName, row`,
    { lesionId },
  ) as SealedRow[]
  return hashOfRows(rows)
}

/** SHA-256, hexadecimal: what a signature signs. */
export function hashOfRows(rows: readonly SealedRow[]): string {
  const hash = createHash('sha256')
  for (const { tableName, row, seal } of rows) {
    hash.update(`${tableName}\n${row}\n`)
    if (seal) hash.update(splitSeal(seal).row)
  }
  return hash.digest('hex')
}
