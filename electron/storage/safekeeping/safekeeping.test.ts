import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../shared/clock'
import { Connection } from '../connection'
import { fileForm } from '../fileForm'
import { addLesion, aFrame, openTestLog, startAcquisition, steppingClock, temporaryFolder } from '../fixtures'
import { newMasterKey } from '../keys/deriveKey'
import { verifyCopy } from '../verifyCopy'
import { backUp, unfinishedBackup } from './backUp'
import { checkIntegrity } from './checkIntegrity'
import { listBackups } from './listBackups'
import { planRestore, restore } from './restore'
import { salvage } from './salvage'

const PSEUDONYM = 'Zebra-4711'
const key = newMasterKey()
/** Enough for several pages. */
const FRAMES = 120
let folder: string
let path: string
let backups: string
let remove: () => void

beforeEach(() => {
  ;({ folder, remove } = temporaryFolder())
  path = join(folder, 'case-log.sqlite')
  backups = join(folder, 'backups')
})
afterEach(() => {
  remove()
})

const problem = (code: string, message = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error

/** More than a page for each frame, so that damage hits some and not others. */
function record(frames: number, masterKey: Uint8Array | null = null, pseudonym = PSEUDONYM) {
  const log = openTestLog(path, { masterKey })
  const { id } = startAcquisition(log, addLesion(log, { pseudonym }))
  for (let sequence = 0; sequence < frames; sequence++) log.frames.append(id, aFrame(sequence), 'sample')
  return { log, id }
}

const options = () => ({
  path,
  folder: backups,
  clock: steppingClock(),
  softwareVersion: 'test',
  masterKey: null,
})

describe.each([
  ['a plain case log', null],
  ['an encrypted case log', key],
])('a backup of %s', (_, masterKey) => {
  it('is taken while somebody writes, verified, and encrypted as its original is', async () => {
    const { log, id } = record(10, masterKey)
    const { backup } = backUp({ ...options(), masterKey })
    log.frames.append(id, aFrame(10), 'sample')
    log.close()
    expect(backup.note).toMatchObject({
      rows: { frame: 10, patient: 1 },
      verifiedAt: '2026-01-01T00:00:01.000Z',
    })
    expect(await listBackups(path, backups)).toEqual([backup])
    expect(fileForm(backup.path)).toBe(masterKey ? 'encrypted' : 'plain')
    for (const name of readdirSync(backups)) {
      expect(readFileSync(join(backups, name)).includes(PSEUDONYM)).toBe(
        masterKey === null && name.endsWith('.sqlite'),
      )
    }
    expect(verifyCopy(backup.path, masterKey).rows).toEqual(backup.note?.rows)
  })

  it('is restored, says before what it changes, and keeps what was there aside', () => {
    const { log, id } = record(10, masterKey)
    const { backup } = backUp({ ...options(), masterKey })
    log.frames.append(id, aFrame(10), 'sample')
    addLesion(log, { pseudonym: 'later' })
    const asked = { path, backup: backup.path, clock: steppingClock(), program: 'test', masterKey }
    expect(() => restore(asked)).toThrow(problem('storage.locked'))
    log.close()
    const before = readFileSync(path)

    const plan = planRestore(asked)
    expect(plan.changes).toEqual([
      { table: 'audit', now: expect.any(Number) as number, then: expect.any(Number) as number },
      { table: 'frame', now: 11, then: 10 },
      { table: 'lesion', now: 2, then: 1 },
      { table: 'patient', now: 2, then: 1 },
    ])
    expect(readFileSync(path)).toEqual(before)

    const { aside } = restore(asked)
    const restored = openTestLog(path, { masterKey })
    expect(restored.frames.ofAcquisition(id)).toHaveLength(10)
    restored.close()
    expect(verifyCopy(aside!, masterKey).rows).toMatchObject({ frame: 11, patient: 2 })
  })
})

describe('backups', () => {
  it('go when the rule no longer keeps them, with their notes, and nothing else goes', () => {
    record(3).log.close()
    for (let index = 0; index < 3; index++) {
      const clock = { ...systemClock, timestamp: () => `2026-03-0${index + 1}T08:00:00.000Z` }
      backUp({ ...options(), clock, retention: { daily: 2, weekly: 0, monthly: 0 } })
    }
    writeFileSync(join(backups, 'other.txt'), 'of somebody else')
    expect(readdirSync(backups).sort()).toEqual([
      'case-log.2026-03-02T08-00-00-000Z.backup.sqlite',
      'case-log.2026-03-02T08-00-00-000Z.backup.sqlite.json',
      'case-log.2026-03-03T08-00-00-000Z.backup.sqlite',
      'case-log.2026-03-03T08-00-00-000Z.backup.sqlite.json',
      'other.txt',
    ])
  })

  it('that were cut off have no name, and the next one takes their place', async () => {
    record(3).log.close()
    cpSync(path, unfinishedBackup(path, backups), { recursive: true })
    expect(await listBackups(path, backups)).toEqual([])
    backUp(options())
    expect(existsSync(unfinishedBackup(path, backups))).toBe(false)
  })

  it('that a bad disk changed are refused, and the case log is as it was', () => {
    record(10).log.close()
    const { backup } = backUp(options())
    const bytes = readFileSync(backup.path)
    bytes[bytes.length - 200] = bytes[bytes.length - 200]! ^ 1
    writeFileSync(backup.path, bytes)
    const asked = { path, backup: backup.path, clock: steppingClock(), program: 'test', masterKey: null }
    const before = readFileSync(path)
    expect(() => planRestore(asked)).toThrow(problem('storage.badBackup', 'is not what was written on 2026'))
    expect(() => restore(asked)).toThrow(problem('storage.badBackup'))
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(folder).filter((name) => name.includes('restor'))).toEqual([])
  })

  it('of a plain past do not make an encrypted case log plain', () => {
    record(10).log.close()
    const { backup } = backUp(options())
    rmSync(path)
    record(2, key, 'other').log.close()
    const asked = { path, backup: backup.path, clock: steppingClock(), program: 'test' }
    restore({ ...asked, masterKey: key, backupKey: null })
    expect(fileForm(path)).toBe('encrypted')
    expect(verifyCopy(path, key).rows).toMatchObject({ frame: 10 })
  })

  it('under a former key are restored with it, and have the present one then', () => {
    record(10, key).log.close()
    const { backup } = backUp({ ...options(), masterKey: key })
    const next = newMasterKey()
    const asked = { path, backup: backup.path, clock: steppingClock(), program: 'test', masterKey: next }
    expect(() => planRestore(asked)).toThrow(problem('storage.wrongKey'))
    restore({ ...asked, backupKey: key })
    expect(verifyCopy(path, next).rows).toMatchObject({ frame: 10 })
  })

  it('bring back a case log that is gone or damaged', () => {
    const { log, id } = record(10)
    log.close()
    const { backup } = backUp(options())
    const asked = { path, backup: backup.path, clock: steppingClock(), program: 'test', masterKey: null }
    rmSync(path)
    expect(restore(asked)).toMatchObject({ present: null, aside: null })
    writeFileSync(path, readFileSync(path).subarray(0, 5000))
    const { present, aside } = restore(asked)
    expect(present).toEqual({ path, readable: false })
    expect(readFileSync(aside!)).toHaveLength(5000)
    const restored = openTestLog(path)
    expect(restored.frames.ofAcquisition(id)).toHaveLength(10)
    restored.close()
  })
})

/** Fills two pages on which frames lie with noise. */
function damageFrames(masterKey: Uint8Array | null): void {
  const connection = new Connection(path, { readOnly: true, masterKey })
  const leaves = connection.all(
    `SELECT pageno FROM dbstat WHERE name = 'frame' AND pagetype = 'leaf' ORDER BY pageno`,
  ) as { pageno: number }[]
  connection.close()
  const bytes = readFileSync(path)
  for (const { pageno } of [leaves[1]!, leaves[3]!]) bytes.fill(0xa5, (pageno - 1) * 4096, pageno * 4096)
  writeFileSync(path, bytes)
}

it('what was saved of a case log that is whole is as Stokes wrote it', () => {
  record(10).log.close()
  const to = join(folder, 'saved.sqlite')
  salvage({ path, to, clock: steppingClock(), softwareVersion: 'test', masterKey: null })
  const saved = openTestLog(to)
  expect(saved.verify()).toMatchObject({ ok: true, findings: [] })
  saved.close()
})

describe.each([
  ['a plain case log', null],
  ['an encrypted case log', key],
])('damage of %s', (_, masterKey) => {
  it('is found, and none where there is none', () => {
    record(FRAMES, masterKey).log.close()
    const look = (budgetMs: number) => checkIntegrity({ path, clock: systemClock, budgetMs, masterKey })
    expect(look(10_000)).toMatchObject({ ok: true, findings: [], unchecked: [] })
    expect(look(-1)).toMatchObject({ ok: true, checked: [] })
    damageFrames(masterKey)
    const { ok, findings } = look(10_000)
    expect(ok).toBe(false)
    expect(findings.map(({ table }) => table)).toContain('frame')
  })

  it('costs only what stood on it: the rest is saved into a case log that is whole', () => {
    const { log, id } = record(FRAMES, masterKey)
    log.close()
    damageFrames(masterKey)
    const to = join(folder, 'saved.sqlite')
    const report = salvage({ path, to, clock: steppingClock(), softwareVersion: 'test', masterKey })
    const frames = report.find(({ table }) => table === 'frame')!
    expect(frames.saved + frames.lost).toBe(FRAMES)
    expect(frames.lost).toBeGreaterThan(0)
    expect(frames.lost).toBeLessThan(60)

    expect(fileForm(to)).toBe(masterKey ? 'encrypted' : 'plain')
    expect(verifyCopy(to, masterKey).rows).toMatchObject({ frame: frames.saved, patient: 1, lesion: 1 })
    const saved = openTestLog(to, { masterKey })
    expect(saved.frames.ofAcquisition(id)).toHaveLength(frames.saved)
    expect(saved.cases.list({ search: PSEUDONYM, limit: 5, cursor: null }).total).toBe(1)
    // The triggers are there again.
    saved.close()
    const connection = new Connection(to, { readOnly: false, masterKey })
    expect(() => connection.run('DELETE FROM frame')).toThrow(/never deleted/)
    connection.close()
    expect(() => salvage({ path, to, clock: steppingClock(), softwareVersion: 'test', masterKey })).toThrow(
      problem('storage.duplicate'),
    )
  })
})
