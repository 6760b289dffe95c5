import { statSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { StokesError } from '../contract/errors'
import { deriveKey, keyName } from './keys/deriveKey'
import { looksEncrypted } from './looksEncrypted'
import { openDatabase } from './nativePart'

/** As SQLCipher 4 does it, whose tools open these files too: AES-256-CBC, each page with its HMAC-SHA512. */
const CIPHER = "cipher = 'sqlcipher'"

interface OpenedDatabase {
  database: Database.Database
  encrypted: boolean
}

/**
 * Opens a database that is plain, or encrypted with what follows from `master`. A new file is encrypted where there is a key.
 *
 * SQLite itself finds out which it is: a file handle of ours, when it is closed, would drop the locks that this process has on the
 * file (POSIX), and another program would take it for unused.
 * @throws StokesError `storage.keyNeeded`, `storage.wrongKey`, `storage.noNativePart`
 */
export function openWithKey(
  path: string,
  master: Uint8Array | null,
  options: Database.Options,
): OpenedDatabase {
  const isNew = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0
  for (const key of isNew ? [master] : master ? [master, null] : [null]) {
    const database = openDatabase(path, options)
    try {
      if (key) giveKey(database, key)
      if (isNew || isRead(database)) return { database, encrypted: key !== null }
    } catch (error) {
      database.close()
      throw error
    }
    database.close()
  }
  // Nobody here has it open: it does not open.
  if (looksEncrypted(path)) throw master ? wrongKey(path, keyName(master)) : keyNeeded(path)
  const database = openDatabase(path, options)
  return { database, encrypted: false }
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

/** False: its first page makes no sense so. What else is wrong with it is for the first statement to say. */
function isRead(database: Database.Database): boolean {
  try {
    database.pragma('schema_version')
    return true
  } catch (error) {
    return (error as { code?: unknown }).code !== 'SQLITE_NOTADB'
  }
}

function wrongKey(path: string, key: string): StokesError {
  return new StokesError(
    'storage.wrongKey',
    `${path} does not open with the key ${key}: it has another key, or its first page is damaged.`,
    {
      tip: 'Give the recovery key that was written down when this file was encrypted. If it is the right one, restore the newest backup.',
      details: { key },
    },
  )
}

function keyNeeded(path: string): StokesError {
  return new StokesError(
    'storage.keyNeeded',
    `The case log ${path} is encrypted, and there is no key for it here.`,
    { tip: 'Unlock it: in Stokes under Device and system, on the command line with --key-file.' },
  )
}
