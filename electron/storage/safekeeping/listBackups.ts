import { readdirSync, statSync } from 'node:fs'
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

/** The backups of a case log in a folder, the newest first. */
export function listBackups(path: string, folder: string): Backup[] {
  const found: Backup[] = []
  for (const name of readdirSync(folder)) {
    const [, of, day, hours, minutes, seconds, milliseconds] = NAME.exec(name) ?? []
    if (of !== stem(path) || day === undefined) continue
    const file = join(folder, name)
    const takenAt = `${day}T${hours ?? ''}:${minutes ?? ''}:${seconds ?? ''}.${milliseconds ?? ''}Z`
    found.push({ path: file, takenAt, bytes: statSync(file).size, note: readNote(file) })
  }
  return found.sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1))
}

function stem(path: string): string {
  return basename(path).replace(/\.[^.]+$/, '')
}
