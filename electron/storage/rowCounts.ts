import type { Connection } from './connection'

export type RowCounts = Record<string, number>

/** The tables of our own; those that SQLite keeps for its indices of text are told apart by their names. */
const OWN_TABLES = `
  SELECT name FROM pragma_table_list
  WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`

export function tablesOf(connection: Connection): string[] {
  return (connection.all(OWN_TABLES) as { name: string }[]).map(({ name }) => name)
}

/** How many rows each table has. */
export function rowCounts(connection: Connection): RowCounts {
  return Object.fromEntries(
    tablesOf(connection).map((table) => {
      const { n } = connection.get(`SELECT count(*) AS n FROM "${table}"`) as { n: number }
      return [table, n]
    }),
  )
}
