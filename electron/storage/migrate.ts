import { StokesError } from '../contract/errors'
import { Connection } from './connection'
import { flushToDisk } from './flushToDisk'
import type { Migration } from './migrations/migration'
import { APPLICATION_ID } from './schema'
import { withStorageErrors } from './storageError'

interface MigrationOptions {
  path: string
  migrations: readonly Migration[]
  softwareVersion: string
  /** ISO 8601, UTC. */
  now: string
  /** Of an encrypted file. @default the one that this program has in hand */
  masterKey?: Uint8Array | null | undefined
}

/**
 * The schema version of the file at `path`, 0 for an empty one. The file is left as it is.
 * @throws StokesError `storage.damaged` for a file that is no case log, `storage.newerSchema`
 */
export function readSchemaVersion({
  path,
  migrations,
  softwareVersion,
  masterKey,
}: Omit<MigrationOptions, 'now'>): number {
  const connection = new Connection(path, { readOnly: true, masterKey })
  try {
    const version = connection.pragma('user_version') as number
    if (connection.pragma('application_id') !== APPLICATION_ID && !isEmpty(connection))
      throw notACaseLog(path)
    if (version <= migrations.length) return version
    const known = migrations.length
    const writtenBy = lastSoftware(connection)
    throw new StokesError(
      'storage.newerSchema',
      `The case log ${path} has schema ${version}${writtenBy && `, of Stokes ${writtenBy}`}; ` +
        `this is Stokes ${softwareVersion}, which knows schemas up to ${known}. Nothing was changed.`,
      { tip: 'Install the newer Stokes, or open another case log.', details: { version, known } },
    )
  } finally {
    connection.close()
  }
}

/**
 * Brings a case log from schema `from` to the newest, each step in a transaction of its own. One that holds data is
 * copied first, beside itself; returns the path of the copy.
 */
export function migrate(connection: Connection, from: number, options: MigrationOptions): string | null {
  const { path, migrations, softwareVersion, now } = options
  if (from === migrations.length) return null
  const copy =
    from > 0 ? backUp(connection, `${path}.schema-${from}.${now.replaceAll(':', '-')}.backup`) : null
  // A step may build a table anew, so the references are checked at its end.
  connection.pragma('foreign_keys = OFF')
  for (const [index, { name, sql }] of migrations.entries()) {
    const version = index + 1
    if (version <= from) continue
    connection.transaction(() => {
      connection.execute(sql)
      connection.insert('migration', { version, name, appliedAt: now, softwareVersion })
      connection.pragma(`application_id = ${APPLICATION_ID}`)
      connection.pragma(`user_version = ${version}`)
      if (connection.get('PRAGMA foreign_key_check'))
        throw new Error(`Migration ${version} breaks a reference.`)
    })
  }
  connection.pragma('foreign_keys = ON')
  return copy
}

function backUp(connection: Connection, copy: string): string {
  connection.run('VACUUM INTO @copy', { copy })
  // SQLite does not wait for the disk here.
  withStorageErrors(copy, () => {
    flushToDisk(copy)
  })
  return copy
}

function isEmpty(connection: Connection): boolean {
  return connection.get('SELECT 1 FROM sqlite_schema') === undefined
}

function lastSoftware(connection: Connection): string {
  try {
    const row = connection.get('SELECT softwareVersion FROM migration ORDER BY version DESC')
    return (row as { softwareVersion: string } | undefined)?.softwareVersion ?? ''
  } catch {
    return ''
  }
}

function notACaseLog(path: string): StokesError {
  return new StokesError(
    'storage.damaged',
    `${path} is a database of another program, no case log of Stokes.`,
    {
      tip: 'Name another file.',
    },
  )
}
