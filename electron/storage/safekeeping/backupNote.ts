import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** What is known of a backup without opening it; no word of any patient. */
const noteSchema = z.object({
  format: z.literal('stokes backup 1'),
  /** Path of the case log. */
  of: z.string(),
  /** ISO 8601, UTC. */
  takenAt: z.string(),
  /** When it had been read from end to end. */
  verifiedAt: z.string(),
  softwareVersion: z.string(),
  schemaVersion: z.int(),
  /** Name of the key; null for a plain one. */
  key: z.string().nullable(),
  bytes: z.int(),
  sha256: z.string(),
  /** How many rows each table has. */
  rows: z.record(z.string(), z.int()),
})
export type BackupNote = z.infer<typeof noteSchema>

const notePath = (backup: string) => `${backup}.json`

export function writeNote(backup: string, note: BackupNote): void {
  writeFileSync(notePath(backup), `${JSON.stringify(note, null, 2)}\n`, { flush: true })
}

/** Null where there is none, or what is there is none. */
export async function readNote(backup: string): Promise<BackupNote | null> {
  return parse(await readFile(notePath(backup), 'utf8').catch(() => ''))
}

/** The same for whoever may wait for a slow disk. */
export function readNoteNow(backup: string): BackupNote | null {
  return existsSync(notePath(backup)) ? parse(readFileSync(notePath(backup), 'utf8')) : null
}

function parse(text: string): BackupNote | null {
  try {
    return noteSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export function filesOfBackup(backup: string): string[] {
  return [backup, notePath(backup)]
}
