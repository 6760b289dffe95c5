import type { Connection } from '../connection'
import { notFound } from '../notFound'
import type { CarriedTable } from './carriedTables'
import { identityOf, type CaseRows, type Row, type Value } from './rows'

/**
 * The rows of a case, and of all that it refers to.
 * @throws StokesError `storage.notFound`
 */
export function collectCase(from: Connection, tables: readonly CarriedTable[], lesionId: string): CaseRows {
  const found = new Map<string, Map<string, Row>>(tables.map(({ name }) => [name, new Map()]))
  const byName = new Map(tables.map((table) => [table.name, table]))
  // By the names of this schema, never by those that a file brings.
  const select = (table: CarriedTable, column: string, value: Value): Row[] => {
    const names = table.hasRowid ? ['rowid', ...table.columns] : table.columns
    const columns = names.map((name) => `"${table.name}"."${name}"`).join(', ')
    const sql = `SELECT ${columns} FROM "${table.name}" WHERE "${table.name}"."${column}" IS @value`
    return from.all(sql, { value }) as Row[]
  }

  function visit(table: CarriedTable, row: Row): void {
    const key = keyOf(table, row)
    const seen = found.get(table.name)!
    if (seen.has(key)) return
    seen.set(key, row)
    for (const { column, table: parent, to } of table.references) {
      const value = row[column] ?? null
      if (value !== null)
        for (const one of select(byName.get(parent)!, to, value)) visit(byName.get(parent)!, one)
    }
    for (const child of tables)
      for (const { column, table: parent, to } of child.references)
        if (parent === table.name && child.comesWith.includes(column))
          for (const one of select(child, column, row[to] ?? null)) visit(child, one)
  }

  const lesion = byName.get('lesion')!
  const [start] = select(lesion, 'id', lesionId)
  if (!start) throw notFound('lesion', lesionId)
  visit(lesion, start)
  return new Map(
    [...found].map(([name, some]) => {
      const rows = [...some.values()]
      if (byName.get(name)!.hasEntry) rows.sort((a, b) => Number(a.entry) - Number(b.entry))
      return [name, rows]
    }),
  )
}

function keyOf(table: CarriedTable, row: Row): string {
  if (table.hasEntry) return String(row.entry)
  return JSON.stringify(identityOf(table).map((column) => row[column]))
}
