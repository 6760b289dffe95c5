import { StokesError } from '../../contract/errors'
import type { Clock } from '../../shared/clock'
import { Connection } from '../connection'
import { ownTables } from '../ownTables'

export interface IntegrityReport {
  ok: boolean
  /** What SQLite says is wrong, at most ten lines for a table. */
  findings: { table: string; what: string }[]
  /** Tables that were looked through, and those for which there was no time. */
  checked: string[]
  unchecked: string[]
  /** Of one reading; null where all of it was checked. */
  tookMs: number
}

export interface IntegrityOptions {
  path: string
  clock: Clock
  /** No table is begun after so long. */
  budgetMs: number
  /** Which table is the first: another one each day, so that each has its turn where the time is never enough for all. */
  begin?: number
  masterKey?: Uint8Array | null
}

/**
 * Looks through a case log for damage (`quick_check`, a table at a time), beside whoever writes it. A table that was begun is
 * finished, and an acquisition never waits for it.
 * @throws StokesError `storage.keyNeeded`, `storage.wrongKey`, `storage.notFound`
 */
export function checkIntegrity({
  path,
  clock,
  budgetMs,
  begin = 0,
  masterKey,
}: IntegrityOptions): IntegrityReport {
  const begunAt = clock.monotonicMs()
  const elapsed = () => clock.monotonicMs() - begunAt
  const report: IntegrityReport = { ok: true, findings: [], checked: [], unchecked: [], tookMs: 0 }
  const found = (table: string, what: string): void => {
    report.findings.push({ table, what })
  }
  try {
    const connection = new Connection(path, { readOnly: true, masterKey })
    try {
      const tables = ownTables(connection).map(({ name }) => name)
      for (let index = 0; index < tables.length; index++) {
        const table = tables[(index + begin) % tables.length] ?? ''
        if (elapsed() > budgetMs) {
          report.unchecked.push(table)
          continue
        }
        checkTable(connection, table, found)
        report.checked.push(table)
      }
    } finally {
      connection.close()
    }
  } catch (error) {
    if (!isDamage(error)) throw error
    found('', error.message)
  }
  return { ...report, ok: report.findings.length === 0, tookMs: elapsed() }
}

function checkTable(
  connection: Connection,
  table: string,
  found: (table: string, what: string) => void,
): void {
  try {
    const lines = connection.all(`PRAGMA quick_check("${table}")`) as { quick_check: string }[]
    for (const { quick_check: what } of lines.slice(0, 10)) if (what !== 'ok') found(table, what)
  } catch (error) {
    if (!isDamage(error)) throw error
    found(table, error.message)
  }
}

function isDamage(error: unknown): error is StokesError {
  return error instanceof StokesError && ['storage.damaged', 'storage.diskFailed'].includes(error.code)
}
