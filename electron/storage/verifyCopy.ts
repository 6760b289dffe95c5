import { StokesError } from '../contract/errors'
import { Connection } from './connection'
import { migrations, APPLICATION_ID } from './schema'
import { rowCounts, type RowCounts } from './rowCounts'

/** A case log that was read from its first page to its last. */
export interface VerifiedLog {
  rows: RowCounts
  schemaVersion: number
}

/**
 * Opens a case log, of this schema or an older one, and reads all of it: `integrity_check`, the references, the rows of each table.
 * @throws StokesError `storage.badBackup` with what is wrong, `storage.keyNeeded`, `storage.wrongKey`, `storage.newerSchema`
 */
export function verifyCopy(path: string, masterKey?: Uint8Array | null): VerifiedLog {
  const connection = new Connection(path, { readOnly: true, masterKey })
  try {
    if (connection.pragma('application_id') !== APPLICATION_ID) throw bad(path, 'it is no case log of Stokes')
    const schemaVersion = connection.pragma('user_version') as number
    if (schemaVersion > migrations.length) {
      throw new StokesError(
        'storage.newerSchema',
        `${path} has schema ${schemaVersion}; this Stokes knows schemas up to ${migrations.length}.`,
        { tip: 'Install the newer Stokes.' },
      )
    }
    const integrity = connection.pragma('integrity_check(10)')
    if (integrity !== 'ok') throw bad(path, String(integrity))
    if (connection.get('PRAGMA foreign_key_check'))
      throw bad(path, 'an entry refers to one that is not there')
    return { rows: rowCounts(connection), schemaVersion }
  } catch (error) {
    if (error instanceof StokesError && error.code === 'storage.damaged') throw bad(path, error.message)
    throw error
  } finally {
    connection.close()
  }
}

function bad(path: string, reason: string): StokesError {
  return new StokesError('storage.badBackup', `${path} cannot be relied on: ${reason}.`, {
    tip: 'Use another backup, and make a new one. The present case log was not touched.',
  })
}
