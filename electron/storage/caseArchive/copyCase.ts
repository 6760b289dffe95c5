import { StokesError } from '../../contract/errors'
import type { Connection } from '../connection'
import { notFound } from '../notFound'
import { carriedTables, type CarriedTable } from './carriedTables'

type Value = string | number | null | Uint8Array
type Row = Record<string, Value>

export interface CopiedCase {
  lesionId: string
  /** Rows that were written, and those that were there already. */
  added: Record<string, number>
  known: Record<string, number>
}

interface CopyOptions {
  from: Connection
  to: Connection
  lesionId: string
  /** Of the patient where it is copied to. @default as it is */
  pseudonym?: string | undefined
}

/** What names a row in every case log. */
const identities: Record<string, readonly string[]> = {
  operator: ['name'],
  axis: ['sha256'],
  recipe: ['hash'],
  frame: ['acquisitionId', 'sequence'],
}

/**
 * Copies a case with all that it refers to. Rows that the other log holds are left as they are, so that a case that is copied twice
 * is there once. An acquisition is written as it came to be: begun, filled, finished; the triggers of the schema watch over it.
 * To be called in a transaction of `to`, with both logs of the same schema.
 * @throws StokesError `storage.notFound`, `exchange.refused` for a running measurement, `storage.duplicate` for a pseudonym that is
 * another patient's
 */
export function copyCase({ from, to, lesionId, pseudonym }: CopyOptions): CopiedCase {
  const tables = carriedTables(to)
  const rows = collect(from, tables, lesionId)
  if (pseudonym !== undefined) rename(rows, pseudonym)
  refuseRunning(rows)
  refuseOtherPatient(to, rows)
  const copied: CopiedCase = { lesionId, added: {}, known: {} }
  const renamed = new Map<string, Map<Value, Value>>()
  const endings: Row[] = []
  for (const table of tables) {
    for (const row of rows.get(table.name) ?? []) {
      const isNew = write(to, table, row, renamed, endings)
      const counts = isNew ? copied.added : copied.known
      counts[table.name] = (counts[table.name] ?? 0) + 1
    }
  }
  for (const { id, status, finishedAt, problem } of endings) {
    const values = {
      id: id ?? null,
      status: status ?? null,
      finishedAt: finishedAt ?? null,
      problem: problem ?? null,
    }
    to.run(
      'UPDATE acquisition SET status = @status, finishedAt = @finishedAt, problem = @problem WHERE id = @id',
      values,
    )
  }
  copyText(from, to, lesionId)
  return copied
}

/** The patient of the lesion; not the one that he was merged into. */
function rename(rows: Map<string, Row[]>, pseudonym: string): void {
  const own = rows.get('lesion')?.[0]?.patientId
  for (const patient of rows.get('patient') ?? []) if (patient.id === own) patient.pseudonym = pseudonym
}

/** Rows by table, in the order in which they were written. */
function collect(from: Connection, tables: readonly CarriedTable[], lesionId: string): Map<string, Row[]> {
  const found = new Map<string, Map<string, Row>>(tables.map(({ name }) => [name, new Map()]))
  const byName = new Map(tables.map((table) => [table.name, table]))
  // By the names of this schema, never by those that a file brings.
  const select = (table: CarriedTable, column: string, value: Value): Row[] => {
    const columns = table.columns.map((name) => `"${table.name}"."${name}"`).join(', ')
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
    if (!table.owned) return
    for (const child of tables)
      for (const { column, table: parent, to } of child.references)
        if (child.owned && parent === table.name)
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

function keyOf({ name, columns, hasEntry }: CarriedTable, row: Row): string {
  if (hasEntry) return String(row.entry)
  const identity = identities[name] ?? (columns.includes('id') ? ['id'] : columns)
  return JSON.stringify(identity.map((column) => row[column]))
}

/** Writes a row unless it is there; false where it is. What refers to it is told its names in the other log. */
function write(
  to: Connection,
  table: CarriedTable,
  given: Row,
  renamed: Map<string, Map<Value, Value>>,
  endings: Row[],
): boolean {
  const row = { ...given }
  for (const { column, table: parent, to: target } of table.references) {
    const value = row[column] ?? null
    row[column] = renamed.get(`${parent}.${target}`)?.get(value) ?? value
  }
  const call = (column: string, value: Value): void => {
    const names = renamed.get(`${table.name}.${column}`) ?? new Map<Value, Value>()
    renamed.set(`${table.name}.${column}`, names.set(given[column] ?? null, value))
  }
  const there = existing(to, table, row)
  if (there) {
    if (table.hasEntry) call('entry', there.entry ?? null)
    if (table.columns.includes('id')) call('id', there.id ?? null)
    return false
  }
  if (table.name === 'acquisition') {
    endings.push({ ...row })
    Object.assign(row, { status: 'running', finishedAt: null, problem: null })
  }
  const { entry: _entry, ...withoutEntry } = row
  const entry = to.insert(`"${table.name}"`, table.hasEntry ? withoutEntry : row)
  if (table.hasEntry) call('entry', entry)
  return true
}

function existing(to: Connection, { name, columns }: CarriedTable, row: Row): Row | null {
  const identity =
    identities[name] ?? (columns.includes('id') ? ['id'] : columns.filter((column) => column !== 'entry'))
  const condition = identity.map((column) => `"${column}" IS @${column}`).join(' AND ')
  const values = Object.fromEntries(identity.map((column) => [column, row[column] ?? null]))
  return (to.get(`SELECT * FROM "${name}" WHERE ${condition}`, values) as Row | undefined) ?? null
}

/** By what the case is found; SQLite derives the rest. */
function copyText(from: Connection, to: Connection, lesionId: string): void {
  const select =
    'SELECT rowid, text FROM lesionText WHERE rowid = (SELECT entry FROM lesion WHERE id = @lesionId)'
  const source = from.get(select, { lesionId }) as { text: string } | undefined
  const there = to.get(select, { lesionId }) as { text: string } | undefined
  if (!source || there) return
  const { entry } = to.get('SELECT entry FROM lesion WHERE id = @lesionId', { lesionId }) as { entry: number }
  to.insert('lesionText', { rowid: entry, text: source.text })
}

function refuseRunning(rows: Map<string, Row[]>): void {
  if (!rows.get('acquisition')?.some(({ status }) => status === 'running')) return
  throw new StokesError('exchange.refused', 'A measurement of this case is running.', {
    tip: 'Wait until it has finished.',
  })
}

function refuseOtherPatient(to: Connection, rows: Map<string, Row[]>): void {
  for (const { id = null, pseudonym = null } of rows.get('patient') ?? []) {
    const other = to.get('SELECT id FROM patient WHERE pseudonym = @pseudonym AND id IS NOT @id', {
      id,
      pseudonym,
    })
    if (!other) continue
    throw new StokesError(
      'storage.duplicate',
      `The pseudonym ${String(pseudonym)} of the archive is that of another patient here.`,
      { tip: 'Import the case under another pseudonym: --patient NAME.' },
    )
  }
}
