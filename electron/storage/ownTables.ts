import type { Connection } from './connection'

/** What cases are listed by: derived from the record by the view `caseFactsNow`, and no part of it. */
export const DERIVED = 'caseFacts'

export interface OwnTable {
  name: string
  withoutRowid: boolean
}

/** The tables of our own, by name, without what is derived from them: {@link DERIVED}, and what SQLite keeps for its indices of text. */
export function ownTables(connection: Connection): OwnTable[] {
  const tables = connection.all(
    `SELECT name, wr FROM pragma_table_list
     WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@' AND name <> '${DERIVED}'
     ORDER BY name`,
  ) as { name: string; wr: 0 | 1 }[]
  return tables.map(({ name, wr }) => ({ name, withoutRowid: wr === 1 }))
}
