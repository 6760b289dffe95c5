import type { Connection } from '../connection'
import { headIsSignedBy, type HeadSigner } from '../keys/headSigner'
import { auditedTables, isNamedBy, type AuditedTable } from './auditedTables'
import { headMessage } from './headMessage'
import { rowsOf } from './rowsOf'
import { chainHash, FIRST_HASH, rowHash, splitSeal, type AuditLine } from './seal'

/** Something in the file that Stokes did not write. */
export interface Finding {
  table: string
  /** Of the row; the number of the line in the audit, the name of what belongs to the schema. */
  id: string
  what: string
}

export interface Verified {
  ok: boolean
  /** Lines of the audit and rows of the record that were read. */
  rows: number
  findings: Finding[]
  /** There are more findings than are listed. */
  more: boolean
  /** Whether the head is signed with the key of this case log; null where the log has no key. */
  signed: boolean | null
}

export interface VerifyOptions {
  /** Of a case log that has a key. */
  signer: HeadSigner | null
  /** The schema as it is when nobody changed it. */
  schema: readonly SchemaObject[]
  /** Called now and then; may throw to end it. */
  onProgress?: (done: number, total: number) => void
}

export interface SchemaObject {
  type: string
  name: string
  sql: string | null
}

/** More are not listed: somebody looks at the first ones, and memory is bounded. */
const MOST_FINDINGS = 1000
const TELL_EVERY = 2000

/**
 * Reads the audit and every row of the record, and says which was changed, removed, added or moved past Stokes. Of one moment,
 * whatever is written meanwhile. It cannot tell that the whole file was exchanged for an older one: a backup can.
 */
export function verifyRecord(connection: Connection, options: VerifyOptions): Verified {
  return connection.snapshot(() => new Verification(connection, options).run())
}

class Verification {
  private rows = 0
  private more = false
  private readonly findings: Finding[] = []
  private total = 0

  constructor(
    private readonly connection: Connection,
    private readonly options: VerifyOptions,
  ) {}

  run(): Verified {
    const tables = auditedTables(this.connection)
    this.total = ['audit', ...tables.map(({ name }) => name)].reduce((sum, name) => sum + this.count(name), 0)
    this.schema()
    this.chain()
    const signed = this.head()
    this.derived()
    for (const table of tables) {
      this.present(table)
      this.missing(table)
    }
    const { findings, rows, more } = this
    return { ok: findings.length === 0, rows, findings, more, signed }
  }

  private find(table: string, id: string | number, what: string): void {
    if (this.findings.length < MOST_FINDINGS) this.findings.push({ table, id: String(id), what })
    else this.more = true
  }

  private read(): void {
    this.rows += 1
    if (this.rows % TELL_EVERY === 0) this.options.onProgress?.(this.rows, this.total)
  }

  private count(table: string): number {
    return (this.connection.get(`SELECT count(*) AS count FROM ${table}`) as { count: number }).count
  }

  /** A trigger that is gone, a table that has another column. */
  private schema(): void {
    const there = this.connection.all(SCHEMA_OBJECTS) as SchemaObject[]
    const nameOf = ({ type, name }: SchemaObject) => `${type} ${name}`
    const wanted = new Map(this.options.schema.map((each) => [nameOf(each), each.sql]))
    for (const each of there) {
      const name = nameOf(each)
      if (!wanted.has(name)) this.find('schema', name, `The ${name} was added; it is not of this schema.`)
      else if (wanted.get(name) !== each.sql) this.find('schema', name, `The ${name} was changed.`)
      wanted.delete(name)
    }
    for (const name of wanted.keys()) this.find('schema', name, `The ${name} was removed.`)
  }

  private chain(): void {
    let previous: Uint8Array = FIRST_HASH
    let last = 0
    for (const { entry, seal, ...line } of this.lines()) {
      this.read()
      if (entry !== last + 1) {
        const gone = entry === last + 2 ? `Line ${last + 1}` : `Lines ${last + 1} to ${entry - 1}`
        this.find('audit', last + 1, `${gone} of the audit ${entry === last + 2 ? 'was' : 'were'} removed.`)
      }
      const { row, chain } = splitSeal(seal)
      const follows = Buffer.compare(chainHash(previous, line, row), chain) === 0
      // After a gap nothing can follow: that was said.
      if (!follows && entry === last + 1) {
        this.find('audit', entry, `Line ${entry} of the audit was changed, or is not where it was written.`)
      }
      previous = chain
      last = entry
    }
  }

  private *lines(): Generator<AuditLine & { entry: number; seal: Uint8Array }> {
    const sql = 'SELECT * FROM audit WHERE entry > @after ORDER BY entry LIMIT 1000'
    for (let after = 0; ;) {
      const lines = this.connection.all(sql, { after }) as (AuditLine & { entry: number; seal: Uint8Array })[]
      yield* lines
      if (lines.length === 0) return
      after = lines.at(-1)!.entry
    }
  }

  /** Gives whether it is signed with the key of this log; null where there is no key. */
  private head(): boolean | null {
    const newest = this.connection.get(
      'SELECT entry, substr(seal, 33) AS hash FROM audit ORDER BY entry DESC LIMIT 1',
    ) as { entry: number; hash: Uint8Array } | undefined
    const head = this.connection.get('SELECT * FROM auditHead') as
      { entry: number; hash: Uint8Array; signature: Uint8Array | null } | undefined
    const { signer } = this.options
    if (!head || !newest) {
      this.find('auditHead', 1, 'The head of the audit is not there.')
    } else if (head.entry !== newest.entry) {
      this.find('auditHead', 1, `The audit ends with line ${newest.entry} and ended with line ${head.entry}.`)
    } else if (Buffer.compare(head.hash, newest.hash) !== 0) {
      this.find('auditHead', 1, `The head of the audit is not that of its last line, ${newest.entry}.`)
    }
    if (!signer) return null
    const signed =
      !!head?.signature &&
      headIsSignedBy(signer.publicKey, headMessage(head.entry, head.hash), head.signature)
    if (head && !signed) {
      this.find('auditHead', 1, 'The head of the audit is not signed with the key of this case log.')
    }
    return signed
  }

  /** What cases are listed by is what the record says. */
  private derived(): void {
    const other = this.connection.all(
      `SELECT DISTINCT entry FROM (
         SELECT * FROM (SELECT * FROM caseFacts EXCEPT SELECT * FROM caseFactsNow)
         UNION ALL SELECT * FROM (SELECT * FROM caseFactsNow EXCEPT SELECT * FROM caseFacts))`,
    ) as { entry: number }[]
    for (const { entry } of other)
      this.find('caseFacts', entry, 'This case is not listed as the record has it.')
  }

  /** Each row that is there is as its newest line says. */
  private present(table: AuditedTable): void {
    const newest = `SELECT action, seal FROM audit WHERE tableName = @name AND row = @key ORDER BY entry DESC LIMIT 1`
    for (const { key, id, values } of rowsOf(this.connection, table)) {
      this.read()
      const { name } = table
      const line = this.connection.get(newest, { name, key }) as
        { action: string; seal: Uint8Array } | undefined
      if (!line) this.find(name, id, 'This row was added past Stokes.')
      else if (line.action === 'removed')
        this.find(name, id, 'This row was removed, and added again past Stokes.')
      else if (Buffer.compare(splitSeal(line.seal).row, rowHash(values)) !== 0) {
        this.find(name, id, 'This row was changed past Stokes, or exchanged for another.')
      }
    }
  }

  /** Each row that a line speaks of is there, unless the line says that it was removed. */
  private missing(table: AuditedTable): void {
    const { name } = table
    const lost = this.connection.all(
      `SELECT row FROM audit AS line WHERE tableName = @name AND action <> 'removed'
         AND NOT EXISTS (SELECT 1 FROM audit AS later
           WHERE later.tableName = @name AND later.row = line.row AND later.entry > line.entry)
         AND NOT EXISTS (SELECT 1 FROM ${name} AS each WHERE ${isNamedBy(table, 'each', 'line.row')})
       LIMIT ${MOST_FINDINGS + 1}`,
      { name },
    ) as { row: string | number }[]
    for (const { row } of lost) this.find(name, row, 'This row was removed past Stokes.')
  }
}

/** What belongs to the schema, without what SQLite makes by itself. */
export const SCHEMA_OBJECTS = `
  SELECT type, name, sql FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY type, name`
