import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Connection } from './connection'
import { fileForm } from './fileForm'
import { addLesion, aFrame, openTestLog, startAcquisition, temporaryFolder } from './fixtures'
import { keyName, newMasterKey } from './keys/deriveKey'
import { migrate } from './migrate'
import { migrations } from './schema'

const PSEUDONYM = 'Zebra-4711'
const masterKey = newMasterKey()
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

const problem = (code: string, message = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error

/** The files of the folder in which these bytes stand. */
const filesWith = (text: string) =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text))

function recordedLog(key: Uint8Array | null = masterKey) {
  const log = openTestLog(path, { masterKey: key })
  const { id } = startAcquisition(log, addLesion(log, { pseudonym: PSEUDONYM }))
  for (let sequence = 0; sequence < 20; sequence++) log.frames.append(id, aFrame(sequence), 'sample')
  return { log, id }
}

/** How many locks this process has on the file, as the system says. */
function locksHeld(): number {
  const inode = `:${statSync(path).ino} `
  const isOurs = (line: string) => line.includes(inode) && line.includes(` ${process.pid} `)
  return readFileSync('/proc/locks', 'utf8').split('\n').filter(isOurs).length
}

describe.runIf(existsSync('/proc/locks'))('the lock on a case log', () => {
  it.each([
    ['plain', null],
    ['encrypted', masterKey],
  ])('is kept while the same program looks again whether it is %s', (form, key) => {
    const { log } = recordedLog(key)
    openTestLog(path, { readOnly: true, masterKey: key }).close()
    expect(fileForm(path, key)).toBe(form)
    expect(locksHeld()).toBe(1)
    // The reason for all this: whoever opens and closes the file past SQLite drops them.
    readFileSync(path)
    expect(locksHeld()).toBe(0)
    log.close()
  })
})

describe('an encrypted case log', () => {
  it('shows nobody of whom it is: neither its file nor its write-ahead log', () => {
    const { log, id } = recordedLog()
    expect(log.keys?.name).toBe(keyName(masterKey))
    expect(readdirSync(folder)).toContain('cases.db-wal')
    expect(filesWith(PSEUDONYM)).toEqual([])
    // Else the test would not find a pseudonym where it is.
    log.close()
    expect(filesWith(PSEUDONYM)).toEqual([])
    expect(fileForm(path)).toBe('encrypted')

    const again = openTestLog(path, { readOnly: true, masterKey })
    expect(again.frames.ofAcquisition(id)).toHaveLength(20)
    expect(again.patients.list()).toMatchObject([{ pseudonym: PSEUDONYM }])
    again.close()
  })

  it('would be found out by this test if it were plain', () => {
    const { log } = recordedLog(null)
    expect(log.keys).toBeNull()
    expect(filesWith(PSEUDONYM)).not.toEqual([])
    log.close()
    expect(fileForm(path)).toBe('plain')
  })

  it('is copied encrypted before its schema is changed', () => {
    recordedLog().log.close()
    const connection = new Connection(path, { readOnly: false, masterKey })
    const next = { name: 'next', sql: 'CREATE TABLE later (entry INTEGER PRIMARY KEY) STRICT;' }
    const options = { path, migrations: [...migrations, next], softwareVersion: 'test', now: '2026' }
    const copy = migrate(connection, migrations.length, options)
    connection.close()
    expect(fileForm(copy!)).toBe('encrypted')
    expect(filesWith(PSEUDONYM)).toEqual([])
  })

  it('does not open without its key, with another, or when its first page is damaged, and says which', () => {
    recordedLog().log.close()
    for (const readOnly of [true, false]) {
      expect(() => openTestLog(path, { readOnly })).toThrow(problem('storage.keyNeeded', 'is encrypted'))
      const other = newMasterKey()
      expect(() => openTestLog(path, { readOnly, masterKey: other })).toThrow(
        problem('storage.wrongKey', keyName(other)),
      )
    }
    expect(readdirSync(folder).sort()).toEqual(['cases.db', 'cases.db.lock'])

    const whole = readFileSync(path)
    const damaged = Buffer.from(whole)
    damaged[100] = damaged[100]! ^ 1
    writeFileSync(path, damaged)
    expect(() => openTestLog(path, { masterKey })).toThrow(
      problem('storage.wrongKey', 'first page is damaged'),
    )
    writeFileSync(path, whole)
    openTestLog(path, { masterKey }).close()
  })

  it('is told as damaged where a part of it is missing', () => {
    recordedLog().log.close()
    truncateSync(path, 5 * 4096)
    expect(() => openTestLog(path, { masterKey })).toThrow(problem('storage.damaged'))
    writeFileSync(path, 'what is no case log at all\n'.repeat(500))
    expect(() => openTestLog(path, { masterKey })).toThrow(problem('storage.damaged'))
  })

  it('leaves a plain one plain', () => {
    recordedLog(null).log.close()
    const log = openTestLog(path, { masterKey })
    expect(log.keys).toBeNull()
    log.close()
    expect(fileForm(path)).toBe('plain')
  })
})
