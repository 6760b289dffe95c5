import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readNote, type BackupNote } from './backupNote'

export interface Backup {
  path: string
  /** ISO 8601, UTC. */
  takenAt: string
  bytes: number
  /** Null where its note is missing: it may be whole, and nobody knows. */
  note: BackupNote | null
}

const ENDING = '.backup.sqlite'
const NAME = /^(.+)\.(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.backup\.sqlite$/

/** The name of a backup of the case log at `path`; sorts by time. */
export function backupName(path: string, takenAt: string): string {
  return `${stem(path)}.${takenAt.replace(/[:.]/g, '-')}${ENDING}`
}

/** Those of the names that are of backups of the case log at `path`, the newest first. */
export function backupsAmong(path: string, names: readonly string[]): { name: string; takenAt: string }[] {
  return names
    .flatMap((name) => {
      const [, of, day, hours, minutes, seconds, milliseconds] = NAME.exec(name) ?? []
      if (of !== stem(path)) return []
      return [{ name, takenAt: `${day!}T${hours!}:${minutes!}:${seconds!}.${milliseconds!}Z` }]
    })
    .sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1))
}

/** The backups of a case log in a folder, which may be on a slow disk, the newest first. */
export async function listBackups(path: string, folder: string): Promise<Backup[]> {
  return Promise.all(
    backupsAmong(path, await readdir(folder)).map(async ({ name, takenAt }) => {
      const file = join(folder, name)
      return { path: file, takenAt, bytes: (await stat(file)).size, note: await readNote(file) }
    }),
  )
}

function stem(path: string): string {
  return basename(path).replace(/\.[^.]+$/, '')
}
