import type { Connection } from './connection'

export type RowCounts = Record<string, number>

/** The tables of our own, without what is derived from them: what SQLite keeps for its indices of text, and what cases are listed by. */
const OWN_TABLES = `
  SELECT name FROM pragma_table_list
  WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'caseFacts'
  ORDER BY name`

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
