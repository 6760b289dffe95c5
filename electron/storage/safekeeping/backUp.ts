import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statfsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { StokesError } from '../../contract/errors'
import type { Clock } from '../../shared/clock'
import { Connection } from '../connection'
import { fileForm } from '../fileForm'
import { renameDurably } from '../flushToDisk'
import { keyName } from '../keys/deriveKey'
import { keyInHand } from '../keys/keyRing'
import { rowCounts, type RowCounts } from '../rowCounts'
import { storageError } from '../storageError'
import { verifyCopy } from '../verifyCopy'
import { filesOfBackup, writeNote } from './backupNote'
import { backupName, backupsAmong, type Backup } from './listBackups'
import { expired, type RetentionRule } from './retention'

export interface BackUpOptions {
  /** The case log, which somebody may be writing. */
  path: string
  folder: string
  clock: Clock
  softwareVersion: string
  /** Which of the older ones stay. @default all */
  retention?: RetentionRule
  /** @default the key that this program has in hand */
  masterKey?: Uint8Array | null
}

/** Where a backup grows until it was verified. */
export function unfinishedBackup(path: string, folder: string): string {
  return join(resolve(folder), `${backupName(path, '').replace('..', '.')}.part`)
}

/**
 * Copies a case log, as it was at one moment, into a folder, in the form in which it lies on the disk: an encrypted one stays
 * encrypted with its key. Whoever writes goes on meanwhile. The copy has its name only after it was read from end to end and has
 * the rows of the original; then backups that the rule does not keep are removed.
 * @throws StokesError `storage.badBackup`, `storage.diskFull`, `storage.readOnly`, `storage.damaged`, `storage.keyNeeded`
 */
export function backUp(options: BackUpOptions): { backup: Backup; removed: string[] } {
  const { path, clock, softwareVersion, retention, masterKey = keyInHand() } = options
  const folder = resolve(options.folder)
  const part = unfinishedBackup(path, folder)
  try {
    mkdirSync(folder, { recursive: true })
    rmSync(part, { force: true })
    needSpace(path, folder)
    const takenAt = clock.timestamp()
    const before = copy(path, part, masterKey)
    const verified = verifyCopy(part, masterKey)
    compare(before, verified.rows, part)
    const name = join(folder, backupName(path, takenAt))
    const note = {
      format: 'stokes backup 1' as const,
      of: resolve(path),
      takenAt,
      verifiedAt: clock.timestamp(),
      softwareVersion,
      schemaVersion: verified.schemaVersion,
      key: masterKey && fileForm(part, masterKey) === 'encrypted' ? keyName(masterKey) : null,
      bytes: statSync(part).size,
      sha256: sha256Of(part),
      rows: verified.rows,
    }
    writeNote(name, note)
    renameDurably(part, name)
    const removed = retention ? removeExpired(path, folder, retention) : []
    return { backup: { path: name, takenAt, bytes: note.bytes, note }, removed }
  } catch (error) {
    throw storageError(error, part)
  } finally {
    rmSync(part, { force: true })
    rmSync(`${part}-journal`, { force: true })
  }
}

/** Gives the rows that were there when it began and when it was done: those of the copy lie between. */
function copy(path: string, part: string, masterKey: Uint8Array | null) {
  const source = new Connection(path, { readOnly: true, masterKey })
  try {
    const first = rowCounts(source)
    source.run('VACUUM INTO @part', { part })
    return { first, last: rowCounts(source) }
  } finally {
    source.close()
  }
}

function compare(
  { first, last }: { first: RowCounts; last: RowCounts },
  copied: RowCounts,
  part: string,
): void {
  for (const table of Object.keys(first)) {
    const [atFirst = 0, atLast = 0, there = -1] = [first[table], last[table], copied[table]]
    if (there >= Math.min(atFirst, atLast) && there <= Math.max(atFirst, atLast)) continue
    throw new StokesError(
      'storage.badBackup',
      `The copy ${part} has ${there} rows of ${table}, and the case log ${atFirst}. It was thrown away.`,
      { tip: 'Try again, into another folder. If it happens again, save what can be read of the case log.' },
    )
  }
}

function removeExpired(path: string, folder: string, rule: RetentionRule): string[] {
  const backups = backupsAmong(path, readdirSync(folder))
  const gone = new Set(
    expired(
      backups.map(({ takenAt }) => takenAt),
      rule,
    ),
  )
  const removed = backups.filter(({ takenAt }) => gone.has(takenAt)).map(({ name }) => join(folder, name))
  for (const backup of removed) for (const file of filesOfBackup(backup)) rmSync(file, { force: true })
  return removed
}

function needSpace(path: string, folder: string): void {
  const { size } = statSync(path)
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize > size) return
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
  throw new StokesError(
    'storage.diskFull',
    `A backup needs ${megabytes(size)}, and the disk of ${folder} has ${megabytes(bavail * bsize)} left.`,
    { tip: 'Free some space there, or choose another folder. The case log itself is as it was.' },
  )
}

/** The hash of a file of any size, with one buffer. */
export function sha256Of(path: string): string {
  const hash = createHash('sha256')
  const buffer = Buffer.alloc(1 << 20)
  const file = openSync(path, 'r')
  try {
    for (let read; (read = readSync(file, buffer, 0, buffer.length, null)) > 0;)
      hash.update(buffer.subarray(0, read))
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}
