import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandLineUser } from '../../electron/cli/commandLineUser'
import { auditQuerySchema } from '../../electron/contract/audit'
import { isSecret } from '../../electron/instrument/services/trust/secrets'
import { addLesion, aFrame, openTestLog, startAcquisition } from '../../electron/storage/fixtures'
import { keyOfText } from '../../electron/storage/keys/keyOfText'
import { runStokes } from '../support/stokesCommand'

const PSEUDONYM = 'Zebra-4711'
const COMMAND_LINE = commandLineUser()
let folder: string
let db: string
let key: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-safety-'))
  db = join(folder, 'log.sqlite')
  key = join(folder, 'key')
  const log = openTestLog(db)
  const { id } = startAcquisition(log, addLesion(log, { pseudonym: PSEUDONYM }))
  for (let sequence = 0; sequence < 7; sequence++) log.frames.append(id, aFrame(sequence), 'sample')
  log.close()
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

async function stokes(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runStokes(...args, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as Record<string, unknown>
}

async function refused(...args: string[]): Promise<unknown> {
  const { code, stderr } = await runStokes(...args, '--json')
  expect(code, stderr).not.toBe(0)
  const last = stderr.trim().split('\n').at(-1) ?? ''
  return (JSON.parse(last) as { error: { code: string } }).error.code
}

/** What happened to the case log, the oldest first, and who did it; but which version wrote. */
function eventsOf(masterKey: Uint8Array | null): (string | undefined)[][] {
  const log = openTestLog(db, { readOnly: true, masterKey })
  const { lines } = log.auditTrail.list(auditQuerySchema.parse({ table: 'event' }))
  log.close()
  return lines
    .map(({ event, actor }) => [event?.kind, actor])
    .filter(([kind]) => kind !== 'version')
    .reverse()
}

describe('stokes key, backup and restore', () => {
  it('encrypt, back up and restore a case log, and no file says of whom it is', async () => {
    await stokes('key', 'new', '--out', key)
    expect(statSync(key).mode & 0o777).toBe(0o600)
    expect(await refused('key', 'new', '--out', key)).toBe('file.notWritable')
    expect(await refused('key', 'encrypt', '--db', db)).toBe('usage.invalid')
    expect(await stokes('key', 'encrypt', '--db', db, '--key-file', key)).toMatchObject({
      encrypted: true,
      rows: { frame: 7 },
    })

    const to = join(folder, 'backups')
    expect(await refused('backup', '--db', db, '--to', to)).toBe('storage.keyNeeded')
    const made = await stokes('backup', '--db', db, '--to', to, '--key-file', key, '--keep', '7,4,12')
    expect(made).toMatchObject({ encrypted: true, rows: { frame: 7, patient: 1 }, removed: [] })

    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name)
      if (statSync(path).isFile()) expect(readFileSync(path).includes(PSEUDONYM), name).toBe(false)
    }

    const from = ['restore', '--from', String(made['path']), '--db', db, '--key-file', key]
    rmSync(db)
    expect(await stokes(...from, '--dry-run')).toMatchObject({
      dryRun: true,
      present: null,
      rows: { frame: 7 },
    })
    expect(readdirSync(folder)).not.toContain('log.sqlite')
    expect(await stokes(...from)).toMatchObject({ dryRun: false, aside: null })
    expect(await stokes('doctor', '--db', db, '--key-file', key)).toMatchObject({ database: { ok: true } })
    // The backup was made before it was on record.
    const masterKey = keyOfText(readFileSync(key, 'utf8'))
    expect(eventsOf(masterKey)).toEqual(['encrypted', 'restored'].map((kind) => [kind, COMMAND_LINE]))
  })

  it('give an administrator a new PIN; who did what stands in the case log with the user of the system', async () => {
    expect(await refused('accounts', 'reset-administrator', '--db', db)).toBe('usage.invalid')
    const log = openTestLog(db)
    const account = { name: 'Ida', role: 'administrator' as const, secret: new Uint8Array(51) }
    const { id } = log.accounts.add(account, { first: true })
    log.close()
    const { name, pin } = await stokes('accounts', 'reset-administrator', '--db', db)
    expect(name).toBe('Ida')
    const out = join(folder, 'case.json')
    await stokes('export', '--db', db, '--all', '--format', 'fhir', '--out', out)
    await stokes('backup', '--db', db, '--to', join(folder, 'backups'))

    expect(eventsOf(null)).toEqual([
      ['administratorReset', COMMAND_LINE],
      ['exported', COMMAND_LINE],
      ['backedUp', COMMAND_LINE],
    ])
    const later = openTestLog(db)
    expect(await isSecret(String(pin), later.accounts.attempt(id))).toBe(true)
    const [lesion] = later.lesions.ofPatient(later.patients.list()[0]!.id)
    expect(later.events.newest('exported')?.details).toMatchObject({
      cases: [lesion!.id],
      format: 'fhir',
      deidentified: false,
      ended: null,
    })
    later.close()
  })

  it('save what can be read, and refuse a key that is none and a rule that is none', async () => {
    expect(await stokes('rescue', '--db', db, '--to', join(folder, 'saved.sqlite'))).toMatchObject({
      tables: expect.arrayContaining([{ table: 'frame', saved: 7, lost: 0, orphans: 0 }]) as unknown,
    })
    writeFileSync(key, 'no key at all')
    expect(await refused('key', 'encrypt', '--db', db, '--key-file', key)).toBe('storage.wrongKey')
    const { code } = await runStokes('backup', '--db', db, '--to', folder, '--keep', 'many')
    expect(code).toBe(2)
  })
})
