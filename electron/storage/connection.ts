import type Database from 'better-sqlite3'
import { keyInHand } from './keys/keyRing'
import { openWithKey } from './openWithKey'
import { withStorageErrors } from './storageError'

type Values = Readonly<Record<string, string | number | null | Uint8Array>>

/** How long a statement waits for another program's write. */
const BUSY_MS = 5000

/** What is sorted or built for a moment never leaves memory: a temporary file is not encrypted. */
const settings = ['temp_store = MEMORY']

/** What cases are listed by stays in memory from one list to the next, also of an encrypted log, where each page costs a decryption. */
const readerSettings = [...settings, 'cache_size = -32000']

const writerSettings = [
  ...settings,
  'journal_mode = WAL',
  // A commit waits for the disk, on macOS for the disk's own cache too: what is acknowledged survives a power cut.
  'synchronous = FULL',
  'fullfsync = ON',
  'checkpoint_fullfsync = ON',
  'foreign_keys = ON',
  // Without it REPLACE deletes rows past the triggers that forbid it.
  'recursive_triggers = ON',
]

interface ConnectionOptions {
  readOnly: boolean
  /** Of an encrypted file. @default the one that this program has in hand */
  masterKey?: Uint8Array | null | undefined
}

/**
 * One open database file. Values are bound by name (`@id`), statements are compiled once, and every error of SQLite
 * leaves here as a StokesError.
 */
export class Connection {
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement>()
  readonly #path: string
  /** Whether the file is; a new one is where there is a key. */
  readonly encrypted: boolean
  /** Called before each statement or transaction that may write. */
  onWrite: () => void = () => undefined

  constructor(path: string, { readOnly, masterKey = keyInHand() }: ConnectionOptions) {
    this.#path = path
    const { database, encrypted } = withStorageErrors(path, () =>
      openWithKey(path, masterKey, { readonly: readOnly, timeout: BUSY_MS }),
    )
    this.#database = database
    this.encrypted = encrypted
    try {
      for (const setting of readOnly ? readerSettings : writerSettings) this.pragma(setting)
    } catch (error) {
      this.#database.close()
      throw error
    }
  }

  all(sql: string, values: Values = {}): unknown[] {
    return withStorageErrors(this.#path, () => this.#prepare(sql).all(values))
  }

  /** The first row, or undefined. */
  get(sql: string, values: Values = {}): unknown {
    return withStorageErrors(this.#path, () => this.#prepare(sql).get(values))
  }

  /** One row at a time: of many rows that are large. */
  *iterate(sql: string, values: Values = {}): Generator<unknown, void> {
    const rows = withStorageErrors(this.#path, () => this.#prepare(sql).iterate(values))
    for (;;) {
      const next = withStorageErrors(this.#path, () => rows.next())
      if (next.done) return
      yield next.value
    }
  }

  /** How many rows it changed. */
  run(sql: string, values: Values = {}): number {
    this.onWrite()
    return withStorageErrors(this.#path, () => this.#prepare(sql).run(values)).changes
  }

  /** Adds a row, whose keys are the columns; gives its rowid, which is the `entry` of the tables that have one. */
  insert(table: string, row: Values): number {
    this.onWrite()
    const columns = Object.keys(row)
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (@${columns.join(', @')})`
    return Number(withStorageErrors(this.#path, () => this.#prepare(sql).run(row)).lastInsertRowid)
  }

  /** Offers a function to SQL, for as long as this connection is open. */
  define(name: string, compute: (...values: unknown[]) => unknown): void {
    withStorageErrors(this.#path, () => this.#database.function(name, { varargs: true }, compute))
  }

  /** Runs several statements, of which none returns rows. */
  execute(sql: string): void {
    withStorageErrors(this.#path, () => this.#database.exec(sql))
  }

  /** Reads or sets a setting of SQLite; gives its value. */
  pragma(setting: string): unknown {
    return withStorageErrors(this.#path, () => this.#database.pragma(setting, { simple: true }))
  }

  /** All of `work` is on the disk when this returns, or none of it when it throws. */
  transaction<T>(work: () => T): T {
    return withStorageErrors(this.#path, () => this.#database.transaction(work).immediate())
  }

  /** All that `work` reads is of one moment, whatever is written meanwhile. */
  snapshot<T>(work: () => T): T {
    return withStorageErrors(this.#path, () => this.#database.transaction(work).deferred())
  }

  close(): void {
    this.#statements.clear()
    withStorageErrors(this.#path, () => this.#database.close())
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}
