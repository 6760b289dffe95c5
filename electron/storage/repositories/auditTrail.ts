import type { AuditFilters, AuditLine, AuditPage, AuditQuery, EventDetails } from '../../contract/audit'
import { auditedTables } from '../audit/auditedTables'
import { findCase } from '../audit/findCase'
import { rowsOfCase } from '../caseHash'
import type { Store } from '../store'

type Cell = string | number | null
interface Row {
  entry: number
  at: string
  actor: string
  action: AuditLine['action']
  tableName: string
  row: string | number
  old: string | null
  new: string | null
  kind: string | null
  details: string | null
}

const AT_ONCE = 500
/** Lines of one table. */
const COMMON = 10_000

/** The audit, to be looked at: the newest lines first. */
export function auditTrail({ connection }: Store) {
  /** Whether it is quicker to meet lines of this table on the way back (`+`: without the index) than to sort all of them. */
  function isCommon(table: string): boolean {
    const sql = `SELECT count(*) AS count FROM (SELECT 1 FROM audit WHERE tableName = @table LIMIT ${COMMON})`
    return (connection.get(sql, { table }) as { count: number }).count === COMMON
  }

  /** Only what is asked for stands in the query, so that an index can serve it. */
  function linesOf(
    { actor, table, lesionId, from, until }: AuditFilters,
    before: number | null,
    limit: number,
  ) {
    const parts = [
      before !== null && 'audit.entry < @before',
      actor && 'instr(lower(actor), lower(@actor)) > 0',
      table !== null && `${isCommon(table) ? '+' : ''}tableName = @table`,
      from !== null && 'audit.at >= @from',
      until !== null && 'audit.at < @until',
      lesionId !== null && `(tableName, row) IN (SELECT tableName, row FROM (${rowsOfCase(connection, [])}))`,
    ].filter((part) => typeof part === 'string' && part !== '')
    const where = parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : ''
    const rows = connection.all(
      `SELECT audit.entry, audit.at, actor, action, tableName, row, old, new, kind, details
       FROM audit LEFT JOIN event ON tableName = 'event' AND event.entry = row
       ${where} ORDER BY audit.entry DESC LIMIT @limit`,
      {
        limit,
        ...(before !== null && { before }),
        ...(actor && { actor }),
        ...(table !== null && { table }),
        ...(from !== null && { from }),
        ...(until !== null && { until }),
        ...(lesionId !== null && { lesionId }),
      },
    ) as Row[]
    const caseOf = findCase(connection)
    return rows.map((row) => toLine(row, caseOf(row.tableName, row.row, 'key')))
  }

  return {
    list({ before, limit, ...filters }: AuditQuery): AuditPage {
      const lines = linesOf(filters, before, limit + 1)
      const page = lines.slice(0, limit)
      return {
        lines: page,
        next: lines.length > limit ? page.at(-1)!.entry : null,
        tables: auditedTables(connection).map(({ name }) => name),
      }
    },

    /** All that the filters leave, some at a time. */
    *all(filters: AuditFilters): Generator<AuditLine[]> {
      for (let before: number | null = null; ;) {
        const lines = linesOf(filters, before, AT_ONCE)
        if (lines.length > 0) yield lines
        if (lines.length < AT_ONCE) return
        before = lines.at(-1)!.entry
      }
    },
  }
}

function toLine(
  { tableName, row, old, new: after, kind, details, ...line }: Row,
  lesionId: string | null,
): AuditLine {
  const was = columnsOf(old)
  const is = columnsOf(after)
  const columns = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return {
    ...line,
    table: tableName,
    row: String(row),
    changes: columns.map((column) => ({ column, before: was[column] ?? null, after: is[column] ?? null })),
    event: kind === null ? null : { kind, details: JSON.parse(details!) as EventDetails },
    lesionId,
  }
}

const columnsOf = (json: string | null) => (json === null ? {} : JSON.parse(json)) as Record<string, Cell>
