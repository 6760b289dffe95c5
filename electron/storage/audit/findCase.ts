import type { Connection } from '../connection'
import { auditedTables, keyOf, type AuditedTable } from './auditedTables'

/** SQL of the case that a row belongs to, by what names it; null for a table that has nothing of a case. */
function caseOf({ name, columns }: AuditedTable): string | null {
  const has = (column: string) => columns.some((each) => each.name === column)
  if (name === 'lesion') return 'each.id'
  if (has('lesionId')) return 'each.lesionId'
  if (has('acquisitionId')) return '(SELECT lesionId FROM acquisition WHERE id = each.acquisitionId)'
  return null
}

/**
 * Tells the case of a row, where it is there and belongs to one. A row is named by its column `id`, as findings name it where there
 * is one, or by what names it in the audit.
 */
export function findCase(connection: Connection) {
  const tables = new Map(auditedTables(connection).map((table) => [table.name, table]))
  return (name: string, row: string | number, by: 'id' | 'key'): string | null => {
    const table = tables.get(name)
    const lesion = table && caseOf(table)
    if (!table || !lesion) return null
    const named = by === 'id' && table.columns.some((column) => column.name === 'id')
    const key = named ? 'each.id' : keyOf(table, 'each')
    const wanted = named || table.primaryKey ? 'CAST(@row AS TEXT)' : 'CAST(@row AS INTEGER)'
    const found = connection.get(
      `SELECT ${lesion} AS lesionId FROM ${name} AS each WHERE ${key} = ${wanted}`,
      {
        row,
      },
    )
    return (found as { lesionId: string | null } | undefined)?.lesionId ?? null
  }
}
