import type { CaseFilters } from '../contract/cases'
import { filterCondition } from './caseCondition'
import type { Connection } from './connection'
import type { CasePosition } from './cursor'
import { searchCondition } from './searchText'

/** Counting further takes longer than anybody waits for. */
export const MOST_COUNTED = 100_000
/** So few are looked up one by one and sorted; of more the list is walked in its order until the page is full. */
const FEW = 1000

/** SQL over the table `caseFacts`, with its values. */
interface Listed {
  /** What holds of each case of the list. */
  wanted: string
  /** FROM and WHERE, by which they are counted. */
  counted: string
  values: Record<string, string | number>
}

/**
 * The cases that are meant by a search and filters, in the order of the list. What to look at first depends on how many cases hold the
 * words, which the index of words tells at once. To be used within one snapshot.
 */
export function listedCases(connection: Connection, search: string, filters: CaseFilters | undefined) {
  const { wanted, counted, values } = listed(connection, search, filters)
  return {
    /** Those after a position; `offset` of them are left out. */
    after(position: CasePosition, { limit, offset }: { limit: number; offset: number }): CasePosition[] {
      return connection.all(
        `SELECT lastChangedAt, entry FROM caseFacts
         WHERE (lastChangedAt, entry) < (@lastChangedAt, @entry) AND ${wanted}
         ORDER BY lastChangedAt DESC, entry DESC
         LIMIT @limit OFFSET @offset`,
        { ...values, ...position, limit, offset },
      ) as CasePosition[]
    },

    /** How many there are, {@link MOST_COUNTED} + 1 where there are more than that. */
    count(): number {
      const row = connection.get(
        `SELECT count(*) AS total FROM (SELECT 1 ${counted} LIMIT ${MOST_COUNTED} + 1)`,
        values,
      )
      return (row as { total: number }).total
    },

    /** How many of them changed after a day, ISO 8601: where the day begins in the list. */
    newerThan(day: string): number {
      const row = connection.get(
        `SELECT count(*) AS newer FROM caseFacts WHERE lastChangedAt >= @newerThan || 'U' AND ${wanted}`,
        { ...values, newerThan: day },
      )
      return (row as { newer: number }).newer
    },
  }
}

function listed(connection: Connection, search: string, filters: CaseFilters | undefined): Listed {
  const { sql, values } = filterCondition(filters)
  const text = searchCondition(search)
  if (!text) return { wanted: sql, counted: `FROM caseFacts WHERE ${sql}`, values }
  const holding = `SELECT rowid FROM lesionText WHERE ${text.sql}`
  const hits = connection.all(`${holding} LIMIT ${FEW} + 1`, text.values) as { rowid: number }[]
  if (hits.length <= FEW) {
    const wanted = `entry IN (SELECT value FROM json_each(@hits)) AND ${sql}`
    const found = JSON.stringify(hits.map(({ rowid }) => rowid))
    return { wanted, counted: `FROM caseFacts WHERE ${wanted}`, values: { ...values, hits: found } }
  }
  return {
    // The plus: walked in the order of the list, and no further than the page, instead of sorting all that were found.
    wanted: `+entry IN (${holding}) AND ${sql}`,
    counted: `FROM lesionText CROSS JOIN caseFacts ON entry = lesionText.rowid WHERE ${text.sql} AND ${sql}`,
    values: { ...values, ...text.values },
  }
}
