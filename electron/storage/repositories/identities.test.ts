import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addLesion, openTestLog, temporaryFolder } from '../fixtures'
import { openWithKey } from '../openWithKey'
import type { CaseLog } from '../openCaseLog'

const masterKey = new Uint8Array(32).fill(7)
const erika = { name: 'Erika Mustermann', dateOfBirth: '1961-08-12', recordNumber: 'H 4711', contact: null }

let log: CaseLog
let path: string
let remove: () => void
let who: { patientId: string; operatorId: string }

function open(key: Uint8Array | null): void {
  const temporary = temporaryFolder()
  path = `${temporary.folder}/cases.db`
  log = openTestLog(path, { masterKey: key })
  const { patient, operatorId } = addLesion(log)
  who = { patientId: patient.id, operatorId }
  remove = () => {
    log.close()
    temporary.remove()
  }
}
afterEach(() => {
  remove()
})

describe('in an encrypted case log', () => {
  beforeEach(() => {
    open(masterKey)
  })

  it('is written, shown, changed and erased, and all of it is on record', () => {
    expect(log.identities.state(who.patientId)).toEqual({ kept: true, known: false })
    expect(log.identities.show(who)).toBeNull()
    log.identities.write({ ...who, identity: erika })
    log.identities.write({ ...who, identity: { ...erika, contact: '030 1234' } })
    const shown = log.identities.show(who)!
    expect(shown.identity).toEqual({ ...erika, contact: '030 1234' })
    expect(shown.acts.map(({ act, operatorName }) => `${operatorName} ${act}`)).toEqual([
      ...['Ada read', 'Ada written', 'Ada written'],
    ])
    log.identities.erase({ ...who, reason: 'she asked for it' })
    expect(log.identities.state(who.patientId).known).toBe(false)
    expect(() => {
      log.identities.erase({ ...who, reason: 'again' })
    }).toThrow(/No identity/)
    expect(log.verify().findings).toEqual([])
  })

  it('stands nowhere but in its row, sealed: not in the audit, not in what cases are found by', () => {
    log.identities.write({ ...who, identity: erika })
    log.identities.write({ ...who, identity: { ...erika, recordNumber: 'H 4712' } })
    log.identities.show(who)
    expect(log.cases.list({ search: 'Mustermann', limit: 10, cursor: null }).rows).toEqual([])
    const { database } = openWithKey(path, masterKey, {})
    const tables = database
      .prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow', 'virtual')`,
      )
      .pluck()
      .all() as string[]
    const all = tables.map((name) => JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all())).join()
    expect(all).not.toMatch(/Mustermann|1961-08-12|H 471/)
    const old = database
      .prepare(`SELECT old FROM audit WHERE tableName = 'patientIdentity' AND old IS NOT NULL`)
      .pluck()
      .get()
    expect(old).toMatch(/^\{"sealed":"sha256:[0-9a-f]{64}","writtenAt":"2026-.*"\}$/)
    database.close()
  })

  it('leaves nothing of its bytes in the file when it is erased', () => {
    log.identities.write({ ...who, identity: erika })
    const { database } = openWithKey(path, masterKey, {})
    const sealed = database.prepare('SELECT sealed FROM patientIdentity').pluck().get() as Buffer
    database.close()
    log.identities.erase({ ...who, reason: 'she asked for it' })
    log.close()
    // The pages as they are when they are decrypted.
    const plain = openWithKey(path, masterKey, {})
    const bytes = plain.database.serialize()
    plain.database.close()
    expect(bytes.includes(sealed)).toBe(false)
    expect(readFileSync(path).includes(sealed)).toBe(false)
  })

  it('is erased without waiting for somebody who reads', () => {
    log.identities.write({ ...who, identity: erika })
    const { database } = openWithKey(path, masterKey, {})
    database.exec('BEGIN')
    database.prepare('SELECT id FROM patient').all()
    const begun = performance.now()
    log.identities.erase({ ...who, reason: 'she asked for it' })
    // Whoever waits, waits for five seconds.
    expect(performance.now() - begun).toBeLessThan(4000)
    database.close()
  })

  it('of a double is that of the person', () => {
    log.identities.write({ ...who, identity: erika })
    const into = log.patients.add({ pseudonym: 'P-002', yearOfBirth: null, sex: 'unknown', skinType: null })
    log.records.mergePatient({
      patientId: who.patientId,
      intoId: into.id,
      operatorId: who.operatorId,
      reason: 'x',
    })
    expect(log.identities.show({ ...who, patientId: into.id })?.identity).toEqual(erika)
    log.identities.erase({ ...who, patientId: into.id, reason: 'x' })
    log.identities.requireNone()
  })

  it('is erased for everybody, with one reason', () => {
    log.identities.write({ ...who, identity: erika })
    expect(() => {
      log.identities.requireNone()
    }).toThrow('The case log holds who one patient is')
    log.identities.eraseAll({ operatorId: who.operatorId, reason: 'to be plain' })
    log.identities.requireNone()
    expect(log.verify().findings).toEqual([])
  })

  it('is not erased without a reason, past the repository either', () => {
    log.identities.write({ ...who, identity: erika })
    const { database } = openWithKey(path, masterKey, {})
    expect(() => database.exec('DELETE FROM patientIdentity')).toThrow(/with a reason alone/)
    database.close()
  })
})

it('is not kept in a plain case log', () => {
  open(null)
  expect(log.identities.state(who.patientId)).toEqual({ kept: false, known: false })
  for (const act of [
    () => log.identities.show(who),
    () => {
      log.identities.write({ ...who, identity: erika })
    },
  ])
    expect(act).toThrow('This case log is plain: it keeps no identities.')
})
