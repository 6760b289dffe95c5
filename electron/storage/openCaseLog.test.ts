import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Connection } from './connection'
import { addLesion, aFrame, openTestLog, startAcquisition, temporaryFolder } from './fixtures'
import { openDatabase } from './nativePart'
import { migrations } from './schema'

let folder: string
let path: string
let remove: () => void

beforeEach(() => {
  ;({ folder, remove } = temporaryFolder())
  path = join(folder, 'cases.db')
})
afterEach(() => {
  remove()
})

const code = (expected: string, message = '') =>
  expect.objectContaining({ code: expected, message: expect.stringContaining(message) as string }) as Error

describe('a writer', () => {
  it('makes the file and its folder', () => {
    const log = openTestLog(join(folder, 'new', 'folder', 'cases.db'))
    expect(log).toMatchObject({
      schemaVersion: migrations.length,
      writable: true,
      interrupted: [],
      backup: null,
    })
    expect(log.cases.list({ search: '', limit: 50, cursor: null }).total).toBe(0)
    log.close()
  })

  it('begins with an empty file too', () => {
    writeFileSync(path, '')
    openTestLog(path).close()
    expect(readFileSync(path).subarray(0, 15).toString()).toBe('SQLite format 3')
  })

  it('leaves one file behind that holds everything, and nothing of the lock that matters', () => {
    const log = openTestLog(path)
    const { lesionId } = addLesion(log)
    log.close()
    log.close()
    expect(readdirSync(folder).sort()).toEqual(['cases.db', 'cases.db.lock'])
    const again = openTestLog(path, { readOnly: true })
    expect(again.lesions.get(lesionId).id).toBe(lesionId)
    again.close()
  })

  it('waits for the disk with every commit', () => {
    const connection = new Connection(path, { readOnly: false })
    const settings = ['journal_mode', 'synchronous', 'fullfsync', 'foreign_keys', 'recursive_triggers']
    expect(settings.map((setting) => connection.pragma(setting))).toEqual(['wal', 2, 1, 1, 1])
    connection.close()
  })

  it('does not open a folder', () => {
    expect(() => openTestLog(folder)).toThrow(code('storage.damaged', 'is a folder'))
  })

  it.each([
    ['text', 'wavenumber,intensity\n600,1\n'.repeat(100)],
    ['a few bytes', 'abc'],
  ])('does not open a file that is %s, and leaves it as it is', (_, content) => {
    writeFileSync(path, content)
    expect(() => openTestLog(path)).toThrow(code('storage.damaged', path))
    expect(readFileSync(path, 'utf8')).toBe(content)
    expect(readdirSync(folder)).toEqual(['cases.db'])
  })

  it('does not open a database of another program, and leaves it as it is', () => {
    const other = openDatabase(path)
    other.exec('CREATE TABLE bookmark (url TEXT)')
    other.close()
    const before = readFileSync(path)
    expect(() => openTestLog(path)).toThrow(code('storage.damaged', 'another program'))
    expect(readFileSync(path)).toEqual(before)
  })

  it('does not open a case log that lost a part, and gives the lock back', () => {
    const log = openTestLog(path)
    const { id } = startAcquisition(log, addLesion(log))
    for (let sequence = 0; sequence < 50; sequence++) log.frames.append(id, aFrame(sequence), 'sample')
    log.close()
    const whole = readFileSync(path)
    writeFileSync(path, whole.subarray(0, 4096 + 100))
    expect(() => openTestLog(path)).toThrow(code('storage.damaged'))
    writeFileSync(path, whole)
    openTestLog(path).close()
  })

  it('knows a case log by any of its names', () => {
    const log = openTestLog(path)
    const link = join(folder, 'elsewhere', 'link.db')
    mkdirSync(join(folder, 'elsewhere'))
    symlinkSync(path, link)
    expect(() => openTestLog(link)).toThrow(code('storage.locked'))
    log.close()
  })
})

describe('a reader', () => {
  it('needs a case log that is there, and makes none', () => {
    expect(() => openTestLog(path, { readOnly: true })).toThrow(code('storage.notFound', path))
    expect(existsSync(path)).toBe(false)
  })

  it('needs no lock, and sees what was written since it opened', () => {
    const log = openTestLog(path)
    const reader = openTestLog(path, { readOnly: true })
    expect(reader.writable).toBe(false)
    const { lesionId } = addLesion(log)
    expect(reader.lesions.get(lesionId).id).toBe(lesionId)
    reader.close()
    log.close()
  })

  it('cannot write', () => {
    openTestLog(path).close()
    const reader = openTestLog(path, { readOnly: true })
    expect(() => reader.operators.ensure('Ada')).toThrow(code('storage.readOnly'))
    reader.close()
  })

  it('does not read an older schema, and does not change it', () => {
    writeFileSync(path, '')
    expect(() => openTestLog(path, { readOnly: true })).toThrow(code('storage.readOnly', 'schema 0'))
    expect(readFileSync(path)).toHaveLength(0)
  })
})
