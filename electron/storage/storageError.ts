import Database from 'better-sqlite3'
import { StokesError, type ErrorCode } from '../contract/errors'

interface Failure {
  /** The beginning of the error codes of SQLite and of the operating system that mean it. */
  when: readonly string[]
  code: ErrorCode
  say: (path: string, reason: string) => string
  tip?: string
}

const failures: readonly Failure[] = [
  {
    // IOERR_SHMSIZE: the write-ahead log's index could not grow.
    when: ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'],
    code: 'storage.diskFull',
    say: (path) => `The disk that holds the case log ${path} is full.`,
    tip: 'Free some space and try again; Stokes need not be restarted. What was recorded before is safe.',
  },
  {
    when: ['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PERM', 'SQLITE_AUTH', 'EACCES', 'EPERM', 'EROFS'],
    code: 'storage.readOnly',
    say: (path, reason) => `Stokes may not write the case log ${path} or its folder: ${reason}.`,
    tip: 'Give this user the right to write both, or keep the case log in another place.',
  },
  {
    when: ['SQLITE_CORRUPT', 'SQLITE_NOTADB'],
    code: 'storage.damaged',
    say: (path, reason) => `${path} is no case log, or it is damaged: ${reason}.`,
    tip: 'Name another file. If this was your case log, keep it as it is and restore the newest backup.',
  },
  {
    when: ['SQLITE_IOERR', 'EIO'],
    code: 'storage.diskFailed',
    say: (path, reason) => `The disk that holds the case log ${path} failed: ${reason}.`,
    tip: 'Check the disk and its cable, then start Stokes again. Nothing that was recorded before is deleted.',
  },
  {
    when: ['SQLITE_BUSY', 'SQLITE_LOCKED'],
    code: 'storage.locked',
    say: (path) => `Another program keeps the case log ${path} busy.`,
    tip: 'Close the other program and try again.',
  },
  {
    when: ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'],
    code: 'storage.duplicate',
    say: (_, reason) => `The case log holds this entry already: ${reason}.`,
  },
  {
    when: ['SQLITE_CONSTRAINT_FOREIGNKEY'],
    code: 'storage.notFound',
    say: (_, reason) => `The entry belongs to one that the case log does not hold: ${reason}.`,
  },
  {
    // Raised by the triggers that keep the record as it was written.
    when: ['SQLITE_CONSTRAINT_TRIGGER'],
    code: 'internal.unexpected',
    say: (_, reason) => `The case log refused: ${reason}.`,
  },
  {
    when: ['SQLITE_CONSTRAINT'],
    code: 'usage.invalid',
    say: (_, reason) => `The case log does not take such a value: ${reason}.`,
  },
]

/** An error of SQLite or of the file system in the user's words. Any other error is returned as it is. */
export function storageError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof StokesError) return error
  const { code: given, message } = error
  if (typeof given !== 'string') return error
  const failure = failures.find(({ when }) => when.some((start) => given.startsWith(start)))
  if (!failure) return error
  const { code, say, tip } = failure
  const reason = error instanceof Database.SqliteError ? message : given
  return new StokesError(code, say(path, reason), {
    ...(tip && { tip }),
    cause: error,
    details: { reason: given },
  })
}

/** Runs `work`; what the disk or the database makes of it is said in the user's words. */
export function withStorageErrors<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storageError(error, path)
  }
}
