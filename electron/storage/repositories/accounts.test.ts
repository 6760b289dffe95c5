import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestLog, temporaryFolder } from '../fixtures'
import type { CaseLog } from '../openCaseLog'
import { openDatabase } from '../nativePart'

let log: CaseLog
let path: string
let remove: () => void
let now: number
const clock = { timestamp: () => new Date(now).toISOString(), monotonicMs: () => now }
const secret = new Uint8Array(51).fill(7)
const coded = (code: string) => expect.objectContaining({ code }) as Error

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  path = join(temporary.folder, 'cases.db')
  now = Date.UTC(2026, 0, 1)
  log = openTestLog(path, { clock })
})
afterEach(() => {
  log.close()
  remove()
})

it('a user has one account, under the name that stands in the case log', () => {
  const { id: operatorId } = log.operators.ensure('Ada')
  const ada = log.accounts.add({ name: ' Ada ', role: 'administrator', secret }, { first: true })
  expect(ada).toMatchObject({ name: 'Ada', operatorId, role: 'administrator', active: true })
  expect(() => log.accounts.add({ name: 'Ada', role: 'clinician', secret })).toThrow(
    coded('storage.duplicate'),
  )
  expect(() => log.accounts.add({ name: 'Bo', role: 'administrator', secret }, { first: true })).toThrow(
    coded('trust.refused'),
  )
  expect(log.accounts.list()).toEqual([ada])
})

it('the last administrator stays one', () => {
  const ada = log.accounts.add({ name: 'Ada', role: 'administrator', secret })
  const bo = log.accounts.add({ name: 'Bo', role: 'clinician', secret })
  const give = (role: 'clinician' | 'administrator', active: boolean) => () =>
    log.accounts.change(ada.id, { role, active })
  expect(give('clinician', true)).toThrow(coded('trust.refused'))
  expect(give('administrator', false)).toThrow(coded('trust.refused'))
  log.accounts.change(bo.id, { role: 'administrator', active: true })
  expect(give('clinician', true)()).toMatchObject({ role: 'clinician' })
})

it('each wrong attempt after the third makes the next wait longer, whatever is restarted meanwhile', () => {
  const { id } = log.accounts.add({ name: 'Ada', role: 'administrator', secret })
  const waits: number[] = []
  for (let failure = 1; failure <= 12; failure++) {
    const before = now
    try {
      log.accounts.attempt(id)
    } catch (error) {
      expect(error).toMatchObject({ code: 'trust.wait' })
      now += (error as { details: { seconds: number } }).details.seconds * 1000
      log.accounts.attempt(id)
    }
    waits.push((now - before) / 1000)
    log.close()
    log = openTestLog(path, { clock })
  }
  expect(waits).toEqual([0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900])
  now += 900_000
  log.accounts.attempt(id)
  log.accounts.succeeded(id)
  expect(() => log.accounts.attempt(id)).not.toThrow()
})

it('the audit holds a hash of what is kept of a secret, and the record verifies', () => {
  const { id } = log.accounts.add({ name: 'Ada', role: 'administrator', secret })
  log.accounts.setSecret(id, new Uint8Array(51).fill(9))
  const database = openDatabase(path)
  const lines = database.prepare(`SELECT old, new FROM audit WHERE tableName = 'account'`).all() as {
    old: string | null
  }[]
  database.close()
  expect(lines.at(-1)!.old).toMatch(/^\{"secret":"sha256:[0-9a-f]{64}"\}$/)
  expect(log.verify().findings).toEqual([])
})
