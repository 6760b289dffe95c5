import { existsSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { StokesError } from '../contract/errors'
import type { Clock } from '../shared/clock'
import { Connection } from './connection'
import { fileForm } from './fileForm'
import { renameDurably } from './flushToDisk'
import { holdsIdentities } from './holdsIdentities'
import { identitiesIn, reEncrypt } from './reEncrypt'
import type { RowCounts } from './rowCounts'
import { withStorageErrors } from './storageError'
import { verifyCopy } from './verifyCopy'
import { takeWriterLock } from './writerLock'

export interface ChangeKeyOptions {
  path: string
  /** The key that the file has; null for a plain one. */
  from: Uint8Array | null
  /** The key that it shall have; null for plain. */
  to: Uint8Array | null
  clock: Clock
  program: string
  /** Called when the new file is whole, just before it takes the place of the old one. */
  beforeSwitch?: () => void
}

/** The copy on its way; found at the start, it is what a program left that was killed. */
export function unfinishedCopy(path: string): string {
  return `${path}.converting`
}

/**
 * Encrypts a case log, gives it another key, or makes it plain: as a copy beside it, which is read from end to end before it takes
 * the place of the old file. Whatever stops it, the file is whole and has the old key or the new one. The copies that were made
 * before changes of the schema get the same key. Nobody may have the case log open meanwhile. Identities are never made plain: while any
 * are kept, neither is the case log, and a copy that has some keeps its key.
 * @throws StokesError `storage.holdsIdentities`, `storage.locked`, `storage.wrongKey`, `storage.keyNeeded`, `storage.diskFull`, `storage.badBackup`
 */
export function changeKey(options: ChangeKeyOptions): { rows: RowCounts } {
  const { path, from, to, clock, program } = options
  if (!existsSync(path)) {
    throw new StokesError('storage.notFound', `There is no case log at ${path}.`, {
      tip: 'Name another file.',
    })
  }
  const release = takeWriterLock(path, { pid: process.pid, program, since: clock.timestamp() })
  try {
    if (to === null) refuseIdentities(path, from)
    const rows = withStorageErrors(path, () => convert(path, options))
    for (const copy of copiesBefore(path)) {
      const isOurs = fileForm(copy, from) === (from ? 'encrypted' : 'plain')
      if (isOurs && (to !== null || identitiesIn(copy, from).length === 0))
        convert(copy, { from, to, clock, program })
    }
    return { rows }
  } finally {
    release()
  }
}

/** The copies that were made before changes of the schema. */
export function copiesBefore(path: string): string[] {
  const folder = dirname(path)
  const begin = `${basename(path)}.schema-`
  return readdirSync(folder)
    .filter((name) => name.startsWith(begin) && name.endsWith('.backup'))
    .map((name) => join(folder, name))
}

function convert(
  path: string,
  { from, to, clock, program, beforeSwitch }: Omit<ChangeKeyOptions, 'path'>,
): RowCounts {
  const copy = unfinishedCopy(path)
  rmSync(copy, { force: true })
  rmSync(`${copy}-journal`, { force: true })
  needSpace(path)
  const source = new Connection(path, { readOnly: false, masterKey: from })
  try {
    source.run('VACUUM INTO @copy', { copy })
    reEncrypt(copy, { from, to, now: clock.timestamp(), program })
    const { rows } = verifyCopy(copy, to)
    beforeSwitch?.()
    emptyWriteAheadLog(source, path)
    // Windows renames nothing onto a file that is open.
    source.close()
    renameDurably(copy, path)
    return rows
  } finally {
    source.close()
    rmSync(copy, { force: true })
  }
}

function refuseIdentities(path: string, from: Uint8Array | null): void {
  const { length: count } = identitiesIn(path, from)
  if (count > 0) throw holdsIdentities(count)
}

/** A write-ahead log that outlived its file would be taken for that of the new one. */
function emptyWriteAheadLog(source: Connection, path: string): void {
  const mode = source.pragma('journal_mode = DELETE')
  if (mode === 'delete' && !existsSync(`${path}-wal`)) return
  throw new StokesError('storage.locked', `Another program reads the case log ${path}.`, {
    tip: 'Close what shows it, then try again. Nothing was changed.',
  })
}

function needSpace(path: string): void {
  const { size } = statSync(path)
  const { bavail, bsize } = statfsSync(dirname(path))
  const needed = 1.2 * size
  if (bavail * bsize >= needed) return
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
  throw new StokesError(
    'storage.diskFull',
    `A copy of the case log ${path} needs ${megabytes(needed)}, and its disk has ${megabytes(bavail * bsize)} left.`,
    { tip: 'Free some space and try again. Nothing was changed.' },
  )
}
