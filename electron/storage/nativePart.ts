import Database from 'better-sqlite3'
import { StokesError } from '../contract/errors'

/** The Node-API version that better-sqlite3's own binaries ask for; an older runtime crashes when it loads them. */
const REQUIRED_NODE_API = 10

/**
 * Opens a database with SQLite's native part: the binary named by `STOKES_SQLITE_BINDING`, else the one that
 * better-sqlite3 ships.
 * @throws StokesError `storage.noNativePart`
 */
export function openDatabase(path: string, options: Database.Options = {}): Database.Database {
  const nativeBinding = process.env.STOKES_SQLITE_BINDING
  if (nativeBinding) return loading(() => new Database(path, { ...options, nativeBinding }))
  const offered = process.versions.napi ?? '0'
  if (Number(offered) < REQUIRED_NODE_API) {
    throw noNativePart(`it asks for Node-API ${REQUIRED_NODE_API} and this runtime has ${offered}`)
  }
  return loading(() => new Database(path, options))
}

/** Proves that the native part loads and works; gives the version of SQLite in it. */
export function sqliteVersion(): string {
  const database = openDatabase(':memory:')
  try {
    return database.prepare('SELECT sqlite_version()').pluck().get() as string
  } finally {
    database.close()
  }
}

function loading<T>(load: () => T): T {
  try {
    return load()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_DLOPEN_FAILED' || code === 'MODULE_NOT_FOUND') throw noNativePart(String(error), error)
    throw error
  }
}

function noNativePart(reason: string, cause?: unknown): StokesError {
  return new StokesError('storage.noNativePart', `The native part of SQLite cannot be loaded: ${reason}.`, {
    tip: 'Run "npm run setup", which builds it where it must be built. In an installed Stokes, install it again.',
    cause,
  })
}
