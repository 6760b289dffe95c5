import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeKey, unfinishedCopy } from './changeKey'
import { fileForm } from './fileForm'
import { addLesion, aFrame, openTestLog, startAcquisition, steppingClock, temporaryFolder } from './fixtures'
import { randomId } from '../shared/ids'
import { newMasterKey } from './keys/deriveKey'
import { openWithKey } from './openWithKey'

const PSEUDONYM = 'Zebra-4711'
const [first, second] = [newMasterKey(), newMasterKey()]
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

function record(masterKey: Uint8Array | null): string {
  const log = openTestLog(path, { masterKey })
  const { id } = startAcquisition(log, addLesion(log, { pseudonym: PSEUDONYM }))
  for (let sequence = 0; sequence < 30; sequence++) log.frames.append(id, aFrame(sequence), 'sample')
  log.close()
  return id
}

const change = (from: Uint8Array | null, to: Uint8Array | null, more = {}) =>
  changeKey({ path, from, to, clock: steppingClock(), program: 'test', ...more })

/** All that was recorded, as it was recorded. */
function expectWhole(masterKey: Uint8Array | null, id: string) {
  const log = openTestLog(path, { masterKey })
  const frames = log.frames.ofAcquisition(id)
  expect(frames.map(({ entry: _entry, kind: _kind, ...frame }) => frame)).toEqual(
    Array.from({ length: 30 }, (_, sequence) => aFrame(sequence)),
  )
  expect(log.patients.list()).toMatchObject([{ pseudonym: PSEUDONYM }])
  log.close()
}

describe('the key of a case log', () => {
  it.each([
    ['is given to a plain one', null, first],
    ['is exchanged for another', first, second],
    ['is taken away', first, null],
  ])('%s, and nothing is lost', (_, from, to) => {
    const id = record(from)
    const { rows } = change(from, to)
    expect(rows).toMatchObject({ frame: 30, acquisition: 1, patient: 1 })
    expect(fileForm(path)).toBe(to ? 'encrypted' : 'plain')
    expectWhole(to, id)
    expect(readdirSync(folder).sort()).toEqual(['cases.db', 'cases.db.lock'])
  })

  it('is given to the copies of older schemas too, so that no file says of whom it is', () => {
    record(null)
    const copy = `${path}.schema-5.2026-01-01.backup`
    writeFileSync(copy, readFileSync(path))
    change(null, first)
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name)).includes(PSEUDONYM)).toBe(false)
    expect(fileForm(copy)).toBe('encrypted')
  })

  it('is not the old one any more once it was exchanged', () => {
    record(first)
    change(first, second)
    expect(() => openTestLog(path, { masterKey: first })).toThrow(
      expect.objectContaining({ code: 'storage.wrongKey' }),
    )
  })

  it('signs the head of the audit, so that it verifies under each key, unless it was forged', () => {
    record(first)
    const verified = (masterKey: Uint8Array | null) => {
      const log = openTestLog(path, { masterKey, readOnly: true })
      const { ok, signed } = log.verify()
      log.close()
      return { ok, signed }
    }
    for (const [from, to] of [
      [first, second],
      [second, null],
      [null, second],
    ] as const) {
      change(from, to)
      expect(verified(to)).toEqual({ ok: true, signed: to && true })
    }
    const forger = openWithKey(path, second, {}).database
    forger.exec('UPDATE auditHead SET signature = zeroblob(64)')
    forger.close()
    change(second, first)
    expect(verified(first)).toEqual({ ok: false, signed: false })
  })

  it('seals identities anew, on record, and is not taken away while any are kept', () => {
    const log = openTestLog(path, { masterKey: first })
    const { patient, operatorId } = addLesion(log)
    const who = { patientId: patient.id, operatorId }
    const identity = { name: 'Erika Mustermann', dateOfBirth: null, recordNumber: null, contact: null }
    log.identities.write({ ...who, identity })
    log.close()
    change(first, second)
    const changed = openTestLog(path, { masterKey: second })
    expect(changed.identities.show(who)?.identity).toEqual(identity)
    expect(changed.verify()).toMatchObject({ ok: true, signed: true })
    changed.close()

    const refused = expect.objectContaining({
      code: 'storage.holdsIdentities',
      details: { count: 1 },
    }) as Error
    expect(() => change(second, null)).toThrow(refused)
    expect(fileForm(path, second)).toBe('encrypted')
    const emptied = openTestLog(path, { masterKey: second, newId: randomId })
    emptied.identities.erase({ ...who, reason: 'to be plain' })
    emptied.close()
    change(second, null)
    expect(fileForm(path)).toBe('plain')
  })

  it('makes no forged head good by sealing identities, and leaves alone what was changed', () => {
    const log = openTestLog(path, { masterKey: first })
    const { patient, operatorId } = addLesion(log)
    const identity = { name: 'Erika', dateOfBirth: null, recordNumber: null, contact: null }
    log.identities.write({ patientId: patient.id, operatorId, identity })
    log.close()
    const forger = openWithKey(path, first, {}).database
    forger.exec(
      'UPDATE auditHead SET signature = zeroblob(64); UPDATE patientIdentity SET sealed = zeroblob(64)',
    )
    forger.close()
    change(first, second)
    const reader = openTestLog(path, { masterKey: second, readOnly: true })
    expect(reader.verify()).toMatchObject({ ok: false, signed: false })
    expect(reader.verify().findings.map(({ table }) => table)).toEqual(['auditHead', 'patientIdentity'])
    reader.close()
  })

  it('stays as it was when something fails before the files change places', () => {
    const id = record(null)
    expect(() => change(null, first, { beforeSwitch: fail })).toThrow('power cut')
    expect(fileForm(path)).toBe('plain')
    expect(existsSync(unfinishedCopy(path))).toBe(false)
    expectWhole(null, id)
  })

  it('is not changed with a wrong key, while somebody writes, or while somebody reads', () => {
    record(first)
    expect(() => change(second, null)).toThrow(expect.objectContaining({ code: 'storage.wrongKey' }))
    expect(() => change(null, second)).toThrow(expect.objectContaining({ code: 'storage.keyNeeded' }))
    const writer = openTestLog(path, { masterKey: first })
    expect(() => change(first, second)).toThrow(expect.objectContaining({ code: 'storage.locked' }))
    writer.close()
    expect(fileForm(path)).toBe('encrypted')
  })

  it('leaves no copy behind when a program that was killed in the middle starts again', () => {
    const id = record(null)
    writeFileSync(unfinishedCopy(path), `half of it: ${PSEUDONYM}`)
    expectWhole(null, id)
    expect(existsSync(unfinishedCopy(path))).toBe(false)
  })
})

function fail(): never {
  throw new Error('power cut')
}
