import { existsSync } from 'node:fs'
import { StokesError } from '../../contract/errors'
import type { Clock } from '../../shared/clock'
import { Connection } from '../connection'
import { migrate } from '../migrate'
import { DERIVED, ownTables } from '../ownTables'
import { migrations } from '../schema'

export interface SalvageOptions {
  /** The damaged case log, of this schema. It is left as it is. */
  path: string
  /** The new one: must not be there. */
  to: string
  clock: Clock
  softwareVersion: string
  masterKey?: Uint8Array | null
}

export interface SalvagedTable {
  table: string
  saved: number
  /** Rows that could not be read, as far as they can be counted. */
  lost: number
  /** Rows that were read, and belong to one that was not. */
  orphans: number
}

type Row = Record<string, string | number | null | Uint8Array>

/** After so many entries in a row that cannot be read the rest is taken for lost. */
const GIVE_UP = 100_000
const BATCH = 200

/**
 * Writes all that can be read of a damaged case log into a new one, row by row: what stands on a damaged page is left out, and what
 * belongs to such a row. The new one is whole, and has the same key.
 * @throws StokesError `storage.duplicate` where the new file is there already, `storage.wrongKey`, `storage.damaged` where not even
 * the list of tables can be read, `storage.diskFull`
 */
export function salvage({ path, to, clock, softwareVersion, masterKey }: SalvageOptions): SalvagedTable[] {
  if (existsSync(to)) {
    throw new StokesError('storage.duplicate', `There is a file ${to} already.`, { tip: 'Name a new file.' })
  }
  const source = new Connection(path, { readOnly: true, masterKey })
  try {
    const readable = new Set(tablesToCopy(source))
    const target = new Connection(to, { readOnly: false, masterKey })
    try {
      migrate(target, 0, { path: to, migrations, softwareVersion, now: clock.timestamp() })
      target.pragma('foreign_keys = OFF')
      const report = target.transaction(() => copyReadable(source, target, readable))
      target.pragma('foreign_keys = ON')
      return report
    } finally {
      target.close()
    }
  } finally {
    source.close()
  }
}

function copyReadable(source: Connection, target: Connection, readable: Set<string>): SalvagedTable[] {
  // The triggers speak of what is recorded, not of what was; they keep the rows again when all are there.
  const triggers = target.all(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`) as {
    name: string
    sql: string
  }[]
  for (const { name } of triggers) target.execute(`DROP TRIGGER "${name}"`)
  const tables = tablesToCopy(target).filter((table) => table !== 'migration' || isOfThisSchema(source))
  for (const table of [...tables, DERIVED]) target.execute(`DELETE FROM "${table}"`)
  const report = tables
    .filter((table) => readable.has(table))
    .map((table) => ({ ...copyTable(source, target, table), orphans: 0 }))
  dropOrphans(target, report)
  target.execute(`INSERT INTO ${DERIVED} SELECT * FROM caseFactsNow`)
  for (const { sql } of triggers) target.execute(sql)
  return report
}

/** Else which changes of the schema it had is the new one's own. */
function isOfThisSchema(source: Connection): boolean {
  return source.pragma('user_version') === migrations.length
}

/** Our own tables, and those for full text; not the tables in which SQLite keeps the latter. */
function tablesToCopy(connection: Connection): string[] {
  const virtual = connection.all(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'`,
  ) as { name: string }[]
  return [...ownTables(connection), ...virtual].map(({ name }) => name)
}

function copyTable(source: Connection, target: Connection, table: string): Omit<SalvagedTable, 'orphans'> {
  const columns = target.all('SELECT name, pk FROM pragma_table_info(@table)', { table }) as {
    name: string
    pk: number
  }[]
  const { sql } = target.get('SELECT sql FROM sqlite_schema WHERE name = @table', { table }) as {
    sql: string
  }
  const read = /WITHOUT ROWID/i.test(sql)
    ? readByKey(
        source,
        table,
        columns.filter(({ pk }) => pk > 0).map(({ name }) => name),
      )
    : readByRowid(source, table, /CREATE VIRTUAL/i.test(sql))
  let [saved, lost] = [0, 0]
  for (const row of read) {
    if (row !== null && insert(target, table, row)) saved += 1
    else lost += 1
  }
  return { table, saved, lost }
}

/** False for a row that nobody can have written so: damage that looks like a value. */
function insert(target: Connection, table: string, row: Row): boolean {
  try {
    target.insert(`"${table}"`, row)
    return true
  } catch (error) {
    if (error instanceof StokesError && ['usage.invalid', 'storage.duplicate'].includes(error.code))
      return false
    throw error
  }
}

/** The rows of a table, with null for each that cannot be read. */
function* readByRowid(source: Connection, table: string, withRowid: boolean): Generator<Row | null> {
  const select = `SELECT rowid AS salvagedRowid, * FROM "${table}"`
  const max = attempt(() => source.get(`SELECT max(rowid) AS last FROM "${table}"`)) as {
    last: number | null
  } | null
  const last = max === null ? Infinity : (max.last ?? 0)
  const plain = ({ salvagedRowid, ...row }: Row): Row =>
    withRowid ? { rowid: salvagedRowid ?? null, ...row } : row
  for (let after = 0, missed = 0; after < last && missed < GIVE_UP;) {
    if (missed === 0) {
      const rows = attempt(
        () => source.all(`${select} WHERE rowid > @after ORDER BY rowid LIMIT ${BATCH}`, { after }) as Row[],
      )
      if (rows?.length === 0) return
      if (rows) {
        yield* rows.map(plain)
        after = Number(rows.at(-1)?.['salvagedRowid'])
        continue
      }
    }
    // A damaged page lies ahead: entry by entry until one can be read.
    after += 1
    const row = attempt(() => source.get(`${select} WHERE rowid = @after`, { after }) as Row | undefined)
    missed = row ? 0 : missed + 1
    if (row !== undefined) yield row && plain(row)
  }
}

/** From both ends up to the damage; how many rows lie in between nobody knows, so that they count as one. */
function* readByKey(source: Connection, table: string, keys: string[]): Generator<Row | null> {
  const columns = keys.join(', ')
  const bound = (end: string) => `(${keys.map((key) => `@${end}${key}`).join(', ')})`
  const values = (end: string, row: Row) =>
    Object.fromEntries(keys.map((key) => [`${end}${key}`, row[key] ?? null]))
  let first: Row | null = null
  let last: Row | null = null
  for (const direction of ['ASC', 'DESC'] as const) {
    for (let limit = BATCH; limit >= 1;) {
      const where: string[] = [
        ...(first ? [`(${columns}) > ${bound('first')}`] : []),
        ...(last ? [`(${columns}) < ${bound('last')}`] : []),
      ]
      const order = keys.map((key) => `${key} ${direction}`).join(', ')
      const sql = `SELECT * FROM "${table}" ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY ${order} LIMIT ${limit}`
      const bounds: Row = { ...(first && values('first', first)), ...(last && values('last', last)) }
      const rows: Row[] | null = attempt(() => source.all(sql, bounds) as Row[])
      if (rows?.length === 0) return
      if (rows === null) {
        limit = Math.floor(limit / 2)
        continue
      }
      yield* rows
      if (direction === 'ASC') first = rows.at(-1) ?? first
      else last = rows.at(-1) ?? last
    }
  }
  yield null
}

/** Null: what it reads is damaged. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof StokesError && ['storage.damaged', 'storage.diskFailed'].includes(error.code))
      return null
    throw error
  }
}

interface Reference {
  id: number
  table: string
  from: string
  to: string
}

/** Rows that belong to one that is not there, and then those that belonged to them. */
function dropOrphans(target: Connection, report: SalvagedTable[]): void {
  for (;;) {
    const broken = target.all('SELECT DISTINCT "table", fkid FROM pragma_foreign_key_check') as {
      table: string
      fkid: number
    }[]
    if (broken.length === 0) return
    for (const { table, fkid } of broken) {
      const references = (
        target.all('SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(@table)', {
          table,
        }) as Reference[]
      ).filter(({ id }) => id === fkid)
      const parent = references[0]?.table ?? ''
      const given = references.map(({ from }) => `child."${from}" IS NOT NULL`)
      const same = references.map(({ from, to }) => `parent."${to}" = child."${from}"`)
      const dropped = target.run(
        `DELETE FROM "${table}" AS child WHERE ${given.join(' AND ')}
         AND NOT EXISTS (SELECT 1 FROM "${parent}" AS parent WHERE ${same.join(' AND ')})`,
      )
      const entry = report.find((one) => one.table === table)
      if (entry) {
        entry.saved -= dropped
        entry.orphans += dropped
      }
      if (dropped === 0) throw new Error(`An orphan of ${table} cannot be dropped.`)
    }
  }
}
