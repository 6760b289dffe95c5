import type { Connection } from './connection'
import { ownTables } from './ownTables'

export type RowCounts = Record<string, number>

/** How many rows each table has. */
export function rowCounts(connection: Connection): RowCounts {
  return Object.fromEntries(
    ownTables(connection).map(({ name }) => {
      const { n } = connection.get(`SELECT count(*) AS n FROM "${name}"`) as { n: number }
      return [name, n]
    }),
  )
}
