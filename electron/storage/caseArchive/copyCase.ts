import { StokesError } from '../../contract/errors'
import type { Connection } from '../connection'
import { fold } from '../searchText'
import { carriedTables, type CarriedTable } from './carriedTables'
import { collectCase } from './collectCase'
import { conflict, nameOf, refusedRow, refuseRunning, requireSame } from './conflicts'
import { fromTheBeginning, underLocalNames } from './histories'
import { identityOf, type CaseRows, type Row, type Value } from './rows'

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
  /** Into an empty case log: rows keep their numbers, which the audit has them by. */
  keepEntries?: boolean
  /** What stays behind. */
  without?: (table: string, row: Row) => boolean
}

/**
 * Copies a case with all that it refers to. Rows that the other log holds are left as they are, so that a case that is copied twice
 * is there once, and a newer state of it adds what is new. An acquisition is written as it came to be: begun, filled, finished; a
 * patient and a lesion as they were first, then revised; the triggers of the schema watch over it.
 * To be called in a transaction of `to`, with both logs of the same schema.
 * @throws StokesError `storage.notFound`, `storage.duplicate` for a pseudonym that is another patient's, `exchange.refused` for a
 * running measurement and for a row that says something else there
 */
export function copyCase(options: CopyOptions): CopiedCase {
  const { from, to, lesionId, pseudonym, keepEntries = false, without = () => false } = options
  const tables = carriedTables(to)
  const rows = collectCase(from, tables, lesionId)
  for (const [name, some] of rows)
    rows.set(
      name,
      some.filter((row) => !without(name, row)),
    )
  refuseRunning(rows)
  underLocalNames(to, rows, pseudonym)
  fromTheBeginning(to, rows)
  const copied: CopiedCase = { lesionId, added: {}, known: {} }
  const writer = new RowWriter(to, keepEntries)
  for (const table of tables) {
    for (const row of rows.get(table.name) ?? []) {
      const counts = writer.write(table, row) ? copied.added : copied.known
      counts[table.name] = (counts[table.name] ?? 0) + 1
    }
  }
  writer.finish()
  copyText(from, to, lesionId, rows)
  return copied
}

class RowWriter {
  /** By table and column, what a row is called here. */
  private readonly renamed = new Map<string, Map<Value, Value>>()
  private readonly begun = new Map<string, Row>()

  constructor(
    private readonly to: Connection,
    private readonly keepEntries: boolean,
  ) {}

  /** Writes a row unless it is there; false where it is. What refers to it is told its names in the other log. */
  write(table: CarriedTable, given: Row): boolean {
    const row = { ...given }
    for (const { column, table: parent, to: target } of table.references) {
      const value = row[column] ?? null
      row[column] = this.renamed.get(`${parent}.${target}`)?.get(value) ?? value
    }
    const there = existing(this.to, table, row)
    if (there) {
      requireSame(table, row, there)
      if (table.hasEntry) this.call(table, 'entry', given, there.entry ?? null)
      if (table.columns.includes('id')) this.call(table, 'id', given, there.id ?? null)
      return false
    }
    if (table.name === 'acquisition') {
      this.begun.set(row.id as string, { ...row })
      Object.assign(row, { status: 'running', finishedAt: null, problem: null })
    }
    // Of a measurement that is here no more frames are ever recorded.
    if (table.name === 'frame' && !this.begun.has(row.acquisitionId as string))
      throw conflict('acquisition', String(row.acquisitionId), 'the number of frames')
    const entry = this.insert(table, row)
    if (table.hasEntry) this.call(table, 'entry', given, entry)
    return true
  }

  /** Acquisitions end as they did. */
  finish(): void {
    for (const { id = null, status = null, finishedAt = null, problem = null } of this.begun.values()) {
      this.to.run(
        'UPDATE acquisition SET status = @status, finishedAt = @finishedAt, problem = @problem WHERE id = @id',
        { id, status, finishedAt, problem },
      )
    }
  }

  private insert(table: CarriedTable, row: Row): number {
    const number = table.hasEntry ? 'entry' : 'rowid'
    const columns = Object.entries(row).filter(([column]) => this.keepEntries || column !== number)
    try {
      return this.to.insert(`"${table.name}"`, Object.fromEntries(columns))
    } catch (error) {
      if (!(error instanceof StokesError)) throw error
      if (error.code === 'storage.duplicate') throw conflict(table.name, nameOf(row), 'its name')
      // By a trigger of the schema.
      if (error.details?.reason === 'SQLITE_CONSTRAINT_TRIGGER') throw refusedRow(table.name, row, error)
      throw error
    }
  }

  private call(table: CarriedTable, column: string, given: Row, value: Value): void {
    const names = this.renamed.get(`${table.name}.${column}`) ?? new Map<Value, Value>()
    this.renamed.set(`${table.name}.${column}`, names.set(given[column] ?? null, value))
  }
}

function existing(to: Connection, table: CarriedTable, row: Row): Row | null {
  const identity = identityOf(table)
  const condition = identity.map((column) => `"${column}" IS @${column}`).join(' AND ')
  const values = Object.fromEntries(identity.map((column) => [column, row[column] ?? null]))
  return (to.get(`SELECT * FROM "${table.name}" WHERE ${condition}`, values) as Row | undefined) ?? null
}

/** By what the case is found; SQLite derives the rest. */
function copyText(from: Connection, to: Connection, lesionId: string, rows: CaseRows): void {
  const select =
    'SELECT rowid, text FROM lesionText WHERE rowid = (SELECT entry FROM lesion WHERE id = @lesionId)'
  const textIn = (log: Connection) => log.get(select, { lesionId }) as { text: string } | undefined
  const own = rows.get('patient')?.find(({ id }) => id === rows.get('lesion')![0]!.patientId)
  const there = textIn(to)
  const lines = new Set(there?.text.split('\n'))
  const known = lines.size
  for (const line of textIn(from)?.text.split('\n') ?? []) lines.add(line)
  if (own) lines.add(fold(own.pseudonym as string))
  const text = [...lines].join('\n')
  if (there && lines.size === known) return
  const { entry } = to.get('SELECT entry FROM lesion WHERE id = @lesionId', { lesionId }) as { entry: number }
  if (there) to.run('UPDATE lesionText SET text = @text WHERE rowid = @entry', { text, entry })
  else to.insert('lesionText', { rowid: entry, text })
}
