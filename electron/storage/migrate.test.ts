import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Connection } from './connection'
import { addLesion, openTestLog, temporaryFolder } from './fixtures'
import { migrate, readSchemaVersion } from './migrate'
import type { Migration } from './migrations/migration'
import { migrations } from './schema'

const next: Migration = { name: 'colour', sql: `ALTER TABLE lesion ADD COLUMN colour TEXT` }
const broken: Migration = {
  name: 'broken',
  sql: `CREATE TABLE half (a); INSERT INTO patient SELECT * FROM nothing;`,
}
const orphaning: Migration = {
  name: 'orphaning',
  sql: `UPDATE lesion SET patientId = 'nobody'`,
}

let path: string
let remove: () => void

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  path = join(temporary.folder, 'cases.db')
})
afterEach(() => {
  remove()
})

const options = (list: readonly Migration[]) => ({
  path,
  migrations: list,
  softwareVersion: '0.2.0',
  now: '2026-01-01T12:00:00.000Z',
})

function migrateTo(list: readonly Migration[]): string | null {
  const from = existsSync(path) ? readSchemaVersion(options(list)) : 0
  const connection = new Connection(path, { readOnly: false })
  try {
    return migrate(connection, from, options(list))
  } finally {
    connection.close()
  }
}

function read(sql: string): unknown {
  const connection = new Connection(path, { readOnly: true })
  try {
    return connection.get(sql)
  } finally {
    connection.close()
  }
}

describe('a migration', () => {
  it('keeps what is there, notes who did it, and is done once', () => {
    const log = openTestLog(path)
    const { lesion } = addLesion(log)
    log.close()

    expect(migrateTo([...migrations, next])).not.toBeNull()
    expect(migrateTo([...migrations, next])).toBeNull()
    expect(read('SELECT id, colour FROM lesion')).toEqual({ id: lesion.id, colour: null })
    expect(read('SELECT version, name, softwareVersion FROM migration ORDER BY version DESC')).toEqual({
      version: migrations.length + 1,
      name: 'colour',
      softwareVersion: '0.2.0',
    })
  })

  it('of a case log that holds data is done after a copy, which opens', () => {
    const log = openTestLog(path)
    const { lesionId } = addLesion(log)
    log.close()

    const copy = migrateTo([...migrations, next])
    expect(copy).toBe(`${path}.schema-${migrations.length}.2026-01-01T12-00-00.000Z.backup`)
    const before = openTestLog(copy!)
    expect(before.lesions.get(lesionId).id).toBe(lesionId)
    expect(before.backup).toBeNull()
    before.close()
  })

  it('of a new case log needs no copy', () => {
    const log = openTestLog(path)
    expect(log.backup).toBeNull()
    log.close()
  })

  it.each([
    ['that fails', broken],
    ['that breaks a reference', orphaning],
  ])('%s leaves the case log as it was', (_, wrong) => {
    const log = openTestLog(path)
    const { lesionId } = addLesion(log)
    log.close()

    expect(() => migrateTo([...migrations, wrong])).toThrow()
    expect(read(`SELECT 1 FROM sqlite_schema WHERE name = 'half'`)).toBeUndefined()
    expect(readSchemaVersion(options(migrations))).toBe(migrations.length)
    const again = openTestLog(path)
    expect(again.cases.open(lesionId).patient.pseudonym).toBe('P-001')
    again.close()
  })
})

describe('a case log from a newer version', () => {
  it('is refused with both numbers and left as it is', () => {
    migrateTo([...migrations, next])
    const before = readFileSync(path)

    for (const readOnly of [false, true]) {
      expect(() => openTestLog(path, { readOnly })).toThrow(
        expect.objectContaining({
          code: 'storage.newerSchema',
          message: expect.stringMatching(
            `schema ${migrations.length + 1}, of Stokes 0.2.0; .* up to ${migrations.length}`,
          ) as string,
          details: { version: migrations.length + 1, known: migrations.length },
        }),
      )
    }
    expect(readFileSync(path)).toEqual(before)
    expect(existsSync(`${path}.lock`)).toBe(false)
  })
})
