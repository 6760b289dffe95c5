import { copyFileSync, existsSync, linkSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { StokesError } from '../../contract/errors'
import type { Clock } from '../../shared/clock'
import { Connection } from '../connection'
import { fileForm } from '../fileForm'
import { flushToDisk, renameDurably } from '../flushToDisk'
import { keyName } from '../keys/deriveKey'
import { keyInHand } from '../keys/keyRing'
import { reEncrypt } from '../reEncrypt'
import { rowCounts, type RowCounts } from '../rowCounts'
import { withStorageErrors } from '../storageError'
import { verifyCopy } from '../verifyCopy'
import { takeWriterLock } from '../writerLock'
import { sha256Of } from './backUp'
import { readNoteNow } from './backupNote'

export interface RestoreOptions {
  /** The case log that is to be replaced; there may be none. */
  path: string
  backup: string
  clock: Clock
  program: string
  /** Of the case log. @default the key that this program has in hand */
  masterKey?: Uint8Array | null
  /** Of the backup, where it is another. */
  backupKey?: Uint8Array | null
}

/** What restoring a backup changes. */
export interface RestorePlan {
  backup: string
  /** Null where no note says so. */
  takenAt: string | null
  schemaVersion: number
  encrypted: boolean
  /** Of the file that is replaced; null where there is none. */
  present: { path: string; readable: boolean } | null
  /** Tables of which the number of rows is another afterwards. */
  changes: { table: string; now: number; then: number }[]
  rows: RowCounts
}

/**
 * What restoring would change, with the backup read from end to end. Writes nothing.
 * @throws StokesError `storage.badBackup`, `storage.wrongKey`, `storage.keyNeeded`, `storage.newerSchema`, `storage.notFound`
 */
export function planRestore(options: RestoreOptions): RestorePlan {
  const { path, masterKey = keyInHand(), backupKey = masterKey } = options
  const backup = resolve(options.backup)
  if (!existsSync(backup)) {
    throw new StokesError('storage.notFound', `There is no backup ${backup}.`, { tip: 'Name another file.' })
  }
  const note = readNoteNow(backup)
  if (note && note.sha256 !== sha256Of(backup)) {
    throw new StokesError('storage.badBackup', `${backup} is not what was written on ${note.takenAt}.`, {
      tip: 'Its disk lost a part of it, or somebody changed it. Use another backup.',
    })
  }
  const { rows, schemaVersion } = verifyCopy(backup, backupKey)
  const now = existsSync(path) ? presentRows(path, masterKey) : {}
  const tables = [...new Set([...Object.keys(rows), ...Object.keys(now ?? {})])].sort()
  return {
    backup,
    takenAt: note?.takenAt ?? null,
    schemaVersion,
    encrypted: fileForm(backup, backupKey) === 'encrypted',
    present: existsSync(path) ? { path, readable: now !== null } : null,
    changes: tables
      .map((table) => ({ table, now: now?.[table] ?? 0, then: rows[table] ?? 0 }))
      .filter(({ now, then }) => now !== then),
    rows,
  }
}

/**
 * Puts a backup in the place of the case log. The present one is kept aside, beside it, with whatever its journals hold. An
 * encrypted backup gets the key that the program has in hand; a plain one too where the present case log is encrypted, which an old
 * backup shall not make plain.
 * Whatever stops it, there is a whole case log in the place: the old one or the backup.
 * @throws StokesError as `planRestore`, and `storage.locked` while somebody has it open, `storage.diskFull`
 */
export function restore(options: RestoreOptions): RestorePlan & { aside: string | null } {
  const { path, clock, program, masterKey = keyInHand(), backupKey = masterKey } = options
  const now = clock.timestamp()
  const release = takeWriterLock(path, { pid: process.pid, program, since: now })
  const arriving = `${path}.restoring`
  try {
    return withStorageErrors(path, () => {
      const plan = planRestore(options)
      rmSync(arriving, { force: true })
      copyFileSync(plan.backup, arriving)
      const given = plan.encrypted ? backupKey : null
      const wanted = given || fileForm(path, masterKey) === 'encrypted' ? (masterKey ?? given) : null
      if (!sameKey(wanted, given)) reEncrypt(arriving, { from: given, to: wanted, now, program })
      verifyCopy(arriving, wanted)
      flushToDisk(arriving)
      const aside = keepAside(path, now, masterKey)
      renameDurably(arriving, path)
      return { ...plan, aside }
    })
  } finally {
    rmSync(arriving, { force: true })
    release()
  }
}

function sameKey(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one === other || (one !== null && other !== null && keyName(one) === keyName(other))
}

/** Null: it cannot be read. */
function presentRows(path: string, masterKey: Uint8Array | null): RowCounts | null {
  try {
    const connection = new Connection(path, { readOnly: true, masterKey })
    try {
      return rowCounts(connection)
    } finally {
      connection.close()
    }
  } catch {
    return null
  }
}

/** A second name for the present file, so that its place is never empty; its journals go with it. */
function keepAside(path: string, now: string, masterKey: Uint8Array | null): string | null {
  if (!existsSync(path)) return null
  settle(path, masterKey)
  const aside = `${path}.before-restore.${now.replaceAll(':', '-')}`
  try {
    linkSync(path, aside)
  } catch {
    // A disk without such names, as of a memory stick.
    copyFileSync(path, aside)
    flushToDisk(aside)
  }
  for (const part of ['-wal', '-shm', '-journal']) {
    if (!existsSync(`${path}${part}`)) continue
    copyFileSync(`${path}${part}`, `${aside}${part}`)
    rmSync(`${path}${part}`)
  }
  return aside
}

/** Brings what is in the write-ahead log into the file, where it still can be; a damaged one is kept as it is. */
function settle(path: string, masterKey: Uint8Array | null): void {
  try {
    const connection = new Connection(path, { readOnly: false, masterKey })
    try {
      connection.pragma('journal_mode = DELETE')
    } finally {
      connection.close()
    }
  } catch (error) {
    if (error instanceof StokesError && error.code === 'storage.locked') throw error
  }
}
