import type Database from 'better-sqlite3'
import { StokesError } from '../contract/errors'
import { fileForm } from './fileForm'
import { deriveKey, keyName } from './keys/deriveKey'
import { openDatabase } from './nativePart'

/** As SQLCipher 4 does it, whose tools open these files too: AES-256-CBC, each page with its HMAC-SHA512. */
const CIPHER = "cipher = 'sqlcipher'"

/**
 * Opens a database that is plain, or encrypted with what follows from `master`. A new file is encrypted where there is a key.
 * @throws StokesError `storage.keyNeeded`, `storage.wrongKey`, `storage.noNativePart`
 */
export function openWithKey(
  path: string,
  master: Uint8Array | null,
  options: Database.Options,
): Database.Database {
  const form = fileForm(path)
  if (form === 'encrypted' && !master) throw keyNeeded(path)
  const database = openDatabase(path, options)
  try {
    if (master && form !== 'plain' && form !== 'unknown') {
      giveKey(database, master)
      if (form === 'encrypted') tryKey(database, path, master)
    }
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Encrypts the file of an open database anew, with another key; plain where there is none. */
export function changeKeyOf(database: Database.Database, master: Uint8Array | null): void {
  database.pragma(CIPHER)
  database.pragma(`rekey = "${master ? rawKey(master) : ''}"`)
}

function giveKey(database: Database.Database, master: Uint8Array): void {
  database.pragma(CIPHER)
  database.pragma(`key = "${rawKey(master)}"`)
}

/** The key itself: no password from which one would have to be computed. */
function rawKey(master: Uint8Array): string {
  return `x'${Buffer.from(deriveKey(master, 'database')).toString('hex')}'`
}

function tryKey(database: Database.Database, path: string, master: Uint8Array): void {
  try {
    database.pragma('schema_version')
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'SQLITE_NOTADB') throw error
    const key = keyName(master)
    throw new StokesError(
      'storage.wrongKey',
      `${path} does not open with the key ${key}: it has another key, or its first page is damaged.`,
      {
        tip: 'Give the recovery key that was written down when this file was encrypted. If it is the right one, restore the newest backup.',
        details: { key },
        cause: error,
      },
    )
  }
}

function keyNeeded(path: string): StokesError {
  return new StokesError(
    'storage.keyNeeded',
    `The case log ${path} is encrypted, and there is no key for it here.`,
    {
      tip: 'Unlock it: in Stokes under Device and system, on the command line with --key-file.',
    },
  )
}
