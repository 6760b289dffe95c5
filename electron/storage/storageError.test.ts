import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { StokesError } from '../contract/errors'
import { storageError } from './storageError'

describe('storageError', () => {
  it.each([
    ['SQLITE_FULL', 'storage.diskFull'],
    ['SQLITE_IOERR_SHMSIZE', 'storage.diskFull'],
    ['SQLITE_IOERR_READ', 'storage.diskFailed'],
    ['SQLITE_READONLY_DIRECTORY', 'storage.readOnly'],
    ['SQLITE_CANTOPEN', 'storage.readOnly'],
    ['SQLITE_CORRUPT_INDEX', 'storage.damaged'],
    ['SQLITE_NOTADB', 'storage.damaged'],
    ['SQLITE_BUSY_SNAPSHOT', 'storage.locked'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'storage.duplicate'],
    ['SQLITE_CONSTRAINT_FOREIGNKEY', 'storage.notFound'],
    ['SQLITE_CONSTRAINT_TRIGGER', 'internal.unexpected'],
    ['SQLITE_CONSTRAINT_CHECK', 'usage.invalid'],
  ])('%s is %s', (given, code) => {
    const cause = new Database.SqliteError('reason', given)
    expect(storageError(cause, '/cases.db')).toMatchObject({ code, cause, details: { reason: given } })
  })

  it.each([
    ['ENOSPC', 'storage.diskFull'],
    ['EDQUOT', 'storage.diskFull'],
    ['EACCES', 'storage.readOnly'],
    ['EROFS', 'storage.readOnly'],
    ['EIO', 'storage.diskFailed'],
  ])('%s of the file system is %s', (given, code) => {
    expect(storageError(Object.assign(new Error(), { code: given }), '/cases.db')).toMatchObject({ code })
  })

  it('leaves every other error as it is', () => {
    const errors = [
      new Error('a fault'),
      new StokesError('storage.locked', 'by another'),
      new Database.SqliteError('near "SELEC"', 'SQLITE_ERROR'),
      'no error at all',
    ]
    for (const error of errors) expect(storageError(error, '/cases.db')).toBe(error)
  })
})
