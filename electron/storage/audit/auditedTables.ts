import type { Connection } from '../connection'
import { ownTables } from '../ownTables'

export interface AuditedColumn {
  name: string
  /** SQL of what it holds where nothing is given; null for nothing. */
  default: string | null
}

/** A table of the case log whose rows are on record. */
export interface AuditedTable {
  name: string
  /** By name. */
  columns: AuditedColumn[]
  /** Null where rows are named by their rowid. */
  primaryKey: string[] | null
}

/** Of the audit itself the chain takes care. */
const itself = ['audit', 'auditHead']

/** All tables of our own but the audit's; what is derived from them is compared with what it is derived from. */
export function auditedTables(connection: Connection): AuditedTable[] {
  return ownTables(connection)
    .filter(({ name }) => !itself.includes(name))
    .map(({ name, withoutRowid }) => {
      const columns = connection.all(
        `SELECT name, pk, dflt_value AS value FROM pragma_table_info('${name}') ORDER BY name`,
      ) as { name: string; pk: number; value: string | null }[]
      const primary = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
      return {
        name,
        columns: columns.map((column) => ({ name: column.name, default: column.value })),
        primaryKey: withoutRowid ? primary.map((column) => column.name) : null,
      }
    })
}

/**
 * SQL of a column of a row, as it counts in the row's hash: nothing where it holds its default, so that a column that is added later
 * changes no hash.
 */
export function valueOf({ name, default: usual }: AuditedColumn, row: string): string {
  return usual === null ? `${row}.${name}` : `nullif(${row}.${name}, ${usual})`
}

/** SQL of what names a row in the audit: its rowid, else its primary key as a JSON array. */
export function keyOf({ primaryKey }: AuditedTable, row: string): string {
  return primaryKey ? `json_array(${primaryKey.map((name) => `${row}.${name}`).join(', ')})` : `${row}.rowid`
}

/** SQL that finds by an index the row that the key names. */
export function isNamedBy({ primaryKey }: AuditedTable, row: string, key: string): string {
  if (!primaryKey) return `${row}.rowid = ${key}`
  return primaryKey.map((name, i) => `${row}.${name} = (${key} ->> ${i})`).join(' AND ')
}
