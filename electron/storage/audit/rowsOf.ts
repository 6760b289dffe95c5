import type { Connection } from '../connection'
import { keyOf, valueOf, type AuditedTable } from './auditedTables'
import type { Value } from './seal'

/** A row of the record, as it is in the file now. */
export interface Row {
  key: string | number
  id: string | number
  /** By the name of the column. */
  values: (readonly [name: string, value: Value])[]
}

const AT_ONCE = 500

/** Every row of a table, some at a time: frames do not fit into memory together. Rows that have no rowid are small, and come at once. */
export function* rowsOf(connection: Connection, table: AuditedTable): Generator<Row> {
  const { name, columns, primaryKey } = table
  const key = keyOf(table, 'each')
  const id = columns.some((column) => column.name === 'id') ? 'each.id' : key
  const all = [
    `${key} AS rowKey`,
    `${id} AS rowId`,
    ...columns.map((column, i) => `${valueOf(column, 'each')} AS c${i}`),
  ]
  const sql = primaryKey
    ? `SELECT ${all.join(', ')} FROM ${name} AS each`
    : `SELECT ${all.join(', ')} FROM ${name} AS each WHERE rowid > @after ORDER BY rowid LIMIT ${AT_ONCE}`
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const rows = connection.all(sql, primaryKey ? {} : { after }) as Record<string, Value>[]
    for (const row of rows) {
      yield {
        key: row.rowKey as string | number,
        id: row.rowId as string | number,
        values: columns.map((column, i) => [column.name, row[`c${i}`]!] as const),
      }
    }
    if (primaryKey || rows.length < AT_ONCE) return
    after = rows.at(-1)!.rowKey as number
  }
}
