import { auditedTables, isNamedBy, valueOf, type AuditedTable } from '../audit/auditedTables'
import { rowHash, splitSeal, type Value } from '../audit/seal'
import { caseHash, hashOfRows, rowsOfCase, type SealedRow } from '../caseHash'
import type { Connection } from '../connection'
import type { Row } from './rows'

/*
 * Signatures and lines of the audit that leave with a case. An archive holds the rows under the numbers that they had, so that whoever gets it
 * can compute their hashes again, hold them against the lines of the audit, and those against the signature.
 */

/** Tells a case log from any other. */
export function identityOfLog(connection: Connection): string {
  return (connection.get('SELECT log FROM logIdentity') as { log: string }).log
}

/** Adds to the archive `to` who signed the case here, and what the audit says of it. */
export function addOwnRecord(
  from: Connection,
  to: Connection,
  { lesionId, site }: { lesionId: string; site: string },
): void {
  const log = identityOfLog(from)
  const signed = from.all(
    `SELECT signature.id, lesionId, name AS userName, role, meaning, hash, auditEntry, signedAt
     FROM signature JOIN operator ON operator.id = operatorId WHERE lesionId = @lesionId ORDER BY entry`,
    { lesionId },
  ) as Row[]
  for (const row of signed) to.insert('importedSignature', { ...row, log, site })
  const lines = from.iterate(
    `WITH own AS (${rowsOfCase(from)}
       ${['patientRevision', 'patientMerge'].map((name) => `UNION SELECT '${name}', entry FROM ${name} WHERE patientId = (SELECT patientId FROM lesion WHERE id = @lesionId)`).join(' ')})
     SELECT entry AS line, at, actor, action, audit.tableName, audit.row, old, new, seal
     FROM audit JOIN own ON own.tableName = audit.tableName AND own.row = audit.row ORDER BY entry`,
    { lesionId },
  )
  for (const line of lines) to.insert('importedAuditLine', { ...(line as Row), lesionId, log })
}

export interface CheckedSignature {
  /** Its hash is that of the rows that came along, as the audit had them then. */
  checked: boolean
  /** The case was another when it left than when it was signed. */
  changed: boolean
}

/** By the id of each signature that was given where the archive is from. */
export function checkSignatures(archive: Connection, lesionId: string): Map<string, CheckedSignature> {
  const signatures = archive.all(
    'SELECT id, log, hash, auditEntry FROM importedSignature WHERE lesionId = @lesionId AND checked IS NULL',
    { lesionId },
  ) as { id: string; log: string; hash: string; auditEntry: number }[]
  const agreeing = new Map<string, boolean>()
  return new Map(
    signatures.map(({ id, log, hash, auditEntry }) => {
      if (!agreeing.has(log)) agreeing.set(log, rowsAgree(archive, lesionId, log))
      const then = hashOfRows(sealed(archive, lesionId, log, auditEntry))
      const now = hashOfRows(sealed(archive, lesionId, log, Number.MAX_SAFE_INTEGER))
      return [id, { checked: agreeing.get(log)! && then === hash, changed: now !== hash }]
    }),
  )
}

/** Takes up what other case logs say of a case, once it is here; gives how many signatures are new. */
export function addForeignSignatures(
  from: Connection,
  to: Connection,
  { lesionId, importedAt }: { lesionId: string; importedAt: string },
): number {
  const checks = checkSignatures(from, lesionId)
  const rows = from.all('SELECT * FROM importedSignature WHERE lesionId = @lesionId ORDER BY entry', {
    lesionId,
  }) as Row[]
  const isHere =
    'SELECT 1 FROM signature WHERE id = @id UNION ALL SELECT 1 FROM importedSignature WHERE id = @id'
  const missing = rows.filter(({ id = null }) => !to.get(isHere, { id }))
  if (missing.length === 0) return 0
  const hashHere = caseHash(to, lesionId)
  const { auditEntryHere } = to.get('SELECT max(entry) AS auditEntryHere FROM audit') as {
    auditEntryHere: number
  }
  for (const { entry: _entry, ...row } of missing) {
    // One that came through another case log cannot be computed again: the numbers of its rows stayed behind.
    const { checked, changed } = checks.get(row.id as string) ?? {
      checked: false,
      changed: row.changed === 1,
    }
    const found = { checked: Number(checked), changed: Number(changed) }
    to.insert('importedSignature', { ...row, ...found, hashHere, auditEntryHere, importedAt })
  }
  return missing.length
}

/** The rows that belonged to the case when the audit had so many lines. */
function sealed(archive: Connection, lesionId: string, log: string, until: number): SealedRow[] {
  return archive.all(
    `SELECT tableName, row, max(line) AS line, seal FROM importedAuditLine
     WHERE lesionId = @lesionId AND log = @log AND line <= @until
       AND tableName NOT IN ('patientRevision', 'patientMerge')
     GROUP BY tableName, row ORDER BY tableName, row`,
    { lesionId, log, until },
  ) as SealedRow[]
}

/** Every row of the case is as its newest line says, and every row has one. */
function rowsAgree(archive: Connection, lesionId: string, log: string): boolean {
  const of = { lesionId, log }
  const unknown = archive.get(
    `WITH own AS (${rowsOfCase(archive)}) SELECT 1 FROM own WHERE NOT EXISTS (
       SELECT 1 FROM importedAuditLine AS line WHERE line.lesionId = @lesionId AND log = @log
         AND line.tableName = own.tableName AND line.row = own.row) LIMIT 1`,
    of,
  )
  if (unknown) return false
  const tables = new Map(auditedTables(archive).map((table) => [table.name, table]))
  const newest = archive.iterate(
    `SELECT tableName, row, max(line), seal FROM importedAuditLine
     WHERE lesionId = @lesionId AND log = @log GROUP BY tableName, row`,
    of,
  ) as Generator<SealedRow>
  const lines = [...newest]
  return lines.every(({ tableName, row, seal }) => {
    const table = tables.get(tableName)
    const there = table && rowOf(archive, table, row)
    // What a model said beside the answer stays with the models.
    if (!there) return tableName === 'shadowResult'
    return Buffer.compare(rowHash(there), splitSeal(seal!).row) === 0
  })
}

function rowOf(archive: Connection, table: AuditedTable, key: string | number): [string, Value][] | null {
  const columns = table.columns.map((column, i) => `${valueOf(column, 'each')} AS c${i}`).join(', ')
  const row = archive.get(
    `SELECT ${columns} FROM ${table.name} AS each WHERE ${isNamedBy(table, 'each', '@key')}`,
    {
      key,
    },
  ) as Record<string, Value> | undefined
  return row ? table.columns.map(({ name }, i) => [name, row[`c${i}`]!]) : null
}
