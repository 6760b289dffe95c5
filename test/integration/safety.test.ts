import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditQuerySchema } from '../../electron/contract/audit'
import { StokesError, type Problem } from '../../electron/contract/errors'
import type { Keychain } from '../../electron/instrument/services/safety/keyVault'
import { KeyVault } from '../../electron/instrument/services/safety/keyVault'
import { openOrRead } from '../../electron/instrument/services/safety/openOrRead'
import { SafetyService, type SafetyOptions } from '../../electron/instrument/services/safety/safetyService'
import { systemClock } from '../../electron/shared/clock'
import { randomId } from '../../electron/shared/ids'
import { Connection } from '../../electron/storage/connection'
import { fileForm } from '../../electron/storage/fileForm'
import { addLesion, aFrame, openTestLog, startAcquisition } from '../../electron/storage/fixtures'
import { keyName, newMasterKey } from '../../electron/storage/keys/deriveKey'
import { keyInHand, takeKeyInHand } from '../../electron/storage/keys/keyRing'
import { readSealedKeys, sealedKeysPath } from '../../electron/storage/keys/sealedKeys'

let folder: string
let path: string
let acquisitionId: string
let told: Problem[]
let damages: string[]
let noted: string[]
const started: SafetyService[] = []

const turned = (text: string) => Buffer.from(text).reverse().toString()

/** A keychain whose secrets are turned around: what it seals is not what it was given. */
const keychain: Keychain = {
  state: () => Promise.resolve({ available: true, backend: 'test' }),
  seal: ({ secret }) => Promise.resolve(turned(secret)),
  open: ({ sealed }) => Promise.resolve(turned(sealed)),
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-safety-'))
  path = join(folder, 'case-log.sqlite')
  told = []
  damages = []
  noted = []
  const log = openTestLog(path)
  ;({ id: acquisitionId } = startAcquisition(log, addLesion(log, { pseudonym: 'Zebra-4711' })))
  for (let sequence = 0; sequence < 100; sequence++)
    log.frames.append(acquisitionId, aFrame(sequence), 'sample')
  log.close()
})
afterEach(async () => {
  await Promise.all(started.splice(0).map((service) => service.close()))
  takeKeyInHand(null)
  rmSync(folder, { recursive: true })
})

function service(options: Partial<SafetyOptions> = {}): SafetyService {
  const made = new SafetyService({
    path,
    clock: systemClock,
    keychain,
    isIdle: () => true,
    tellProblem: (problem) => told.push(problem),
    user: () => 'Ada',
    note: (kind) => {
      noted.push(kind)
      return Promise.resolve()
    },
    onUnlocked: () => undefined,
    onDamaged: ({ message }) => damages.push(message),
    restartAfter: (work) => {
      work()
    },
    ...options,
  })
  started.push(made)
  return made
}

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error

describe('the key of the case log', () => {
  it('is kept by the keychain, never in clear, and exchanged', async () => {
    const safety = service()
    await expect(safety.encrypt({ keptBy: 'keychain' })).rejects.toThrow(code('usage.invalid'))
    const first = safety.proposeKey()
    await safety.encrypt({ keptBy: 'keychain' })
    expect(fileForm(path)).toBe('encrypted')

    const vault = new KeyVault(path, keychain)
    const master = (await vault.fromKeychain())!
    expect(keyName(master)).toBe(first.key)
    expect(readFileSync(sealedKeysPath(path), 'utf8')).not.toContain(Buffer.from(master).toString('hex'))
    takeKeyInHand(master)
    expect(await safety.status()).toMatchObject({ state: 'encrypted', key: first.key, keptBy: 'keychain' })

    const second = safety.proposeKey()
    await safety.encrypt({ keptBy: 'keychain' })
    expect(readSealedKeys(path).map(({ key }) => key)).toEqual([second.key])
    expect(keyName((await vault.fromKeychain())!)).toBe(second.key)

    takeKeyInHand(await vault.fromKeychain())
    safety.decrypt({ eraseIdentities: null, operatorId: null })
    expect(fileForm(path)).toBe('plain')
    expect(existsSync(sealedKeysPath(path))).toBe(false)
  })

  it('is found whichever of the two the file has, when its exchange was cut off', async () => {
    const safety = service()
    const { key } = safety.proposeKey()
    await safety.encrypt({ keptBy: 'keychain' })
    const vault = new KeyVault(path, keychain)
    const next = await vault.seal(newMasterKey(), { keptBy: 'keychain' })
    // As they are just before the files change places.
    vault.keep([next, ...vault.sealedKeys()])
    expect(keyName((await vault.fromKeychain())!)).toBe(key)
  })

  it('is opened by a passphrase or by its words, and by nothing else', async () => {
    const safety = service({ keychain: null })
    const { words, key } = safety.proposeKey()
    await safety.encrypt({ keptBy: 'passphrase', passphrase: 'twelve and more' })
    expect(await safety.status()).toMatchObject({ state: 'locked', key: null, keptBy: 'passphrase' })
    await expect(safety.unlock({ passphrase: 'another' })).rejects.toThrow(code('storage.wrongKey'))
    await expect(safety.unlock({ words: 'zoo '.repeat(24) })).rejects.toThrow(code('storage.wrongKey'))
    await expect(safety.unlock({ words: `${'zoo '.repeat(23)}vote` })).rejects.toThrow(
      code('storage.wrongKey'),
    )
    expect(keyInHand()).toBeNull()
    await safety.unlock({ passphrase: 'twelve and more' })
    expect(await safety.status()).toMatchObject({ state: 'encrypted', key })
    takeKeyInHand(null)
    writeFileSync(sealedKeysPath(path), 'damaged')
    await safety.unlock({ words: words.join(' ') })
    expect(await safety.status()).toMatchObject({ state: 'encrypted', key })
  }, 20_000)

  it('is asked of a person, with the reason, where the keychain does not give it', async () => {
    const safety = service()
    safety.proposeKey()
    await safety.encrypt({ keptBy: 'keychain' })
    const locked = new StokesError('storage.noKeychain', 'The keychain is locked.')
    const vault = new KeyVault(path, { ...keychain, open: () => Promise.reject(locked) })
    expect(await vault.fromKeychain((problem) => told.push(problem))).toBeNull()
    expect(told).toEqual([{ code: 'storage.noKeychain', message: 'The keychain is locked.' }])
  })

  it('is left alone while somebody measures', async () => {
    const safety = service({ isIdle: () => false })
    safety.proposeKey()
    await expect(safety.encrypt({ keptBy: 'keychain' })).rejects.toThrow(code('acquisition.running'))
    expect(fileForm(path)).toBe('plain')
  })
})

describe('the backups of the case log', () => {
  it('are made into the folder of the plan, told, and restored', async () => {
    const safety = service()
    await expect(safety.backUpNow()).rejects.toThrow(code('usage.invalid'))
    safety.setPlan({ folder: join(folder, 'b'), everyHours: 24, keep: { daily: 7, weekly: 4, monthly: 12 } })
    const [one, same] = await Promise.all([safety.backUpNow(), safety.backUpNow()])
    expect(same).toEqual(one)
    expect(await service().status()).toMatchObject({ backups: [one], progress: null, problem: null })
    expect(await safety.planRestore({ backup: one.path })).toMatchObject({
      changes: [],
      present: { readable: true },
    })
    expect(noted).toEqual(['backedUp'])
    await safety.restore({ backup: one.path })
    const log = openTestLog(path)
    expect(log.frames.ofAcquisition(acquisitionId)).toHaveLength(100)
    expect(log.events.newest('restored')?.details).toMatchObject({ backup: one.path })
    expect(log.auditTrail.list(auditQuerySchema.parse({ limit: 1 })).lines).toMatchObject([
      { actor: 'Ada', event: { kind: 'restored' } },
    ])
    log.close()
  })

  it('under a former key are restored with the words of that time', async () => {
    const safety = service()
    const plan = { folder: join(folder, 'b'), everyHours: 24, keep: { daily: 7, weekly: 4, monthly: 12 } }
    safety.setPlan(plan)
    const former = safety.proposeKey().words.join(' ')
    await safety.encrypt({ keptBy: 'keychain' })
    const vault = new KeyVault(path, keychain)
    takeKeyInHand(await vault.fromKeychain())
    const { path: backup } = await safety.backUpNow()
    safety.proposeKey()
    await safety.encrypt({ keptBy: 'keychain' })
    takeKeyInHand(await vault.fromKeychain())

    await expect(safety.planRestore({ backup })).rejects.toThrow(code('storage.wrongKey'))
    await expect(safety.restore({ backup })).rejects.toThrow(code('storage.wrongKey'))
    expect(await safety.planRestore({ backup, words: former })).toMatchObject({ encrypted: true })
    await safety.restore({ backup, words: former })
    const log = openTestLog(path, { masterKey: keyInHand() })
    expect(log.frames.ofAcquisition(acquisitionId)).toHaveLength(100)
    expect(log.events.newest('restored')?.details).toMatchObject({ backup })
    expect(log.events.newest('keyChanged')).toBeNull()
    expect(log.verify().findings).toEqual([])
    log.close()
  })

  it('that fail are told with the reason', async () => {
    writeFileSync(join(folder, 'file'), '')
    const safety = service()
    safety.setPlan({
      folder: join(folder, 'file'),
      everyHours: 24,
      keep: { daily: 1, weekly: 0, monthly: 0 },
    })
    await expect(safety.backUpNow()).rejects.toThrow()
    expect((await safety.status()).problem?.message).toContain('file')
  })
})

describe('a case log that is damaged', () => {
  const open = (damage: Problem | null) =>
    openOrRead({ path, clock: systemClock, newId: randomId, softwareVersion: 'test' }, damage)

  it('is found out, only read from then on, and what can be read is saved', async () => {
    const connection = new Connection(path, { readOnly: true })
    const leaf = connection.get(
      `SELECT pageno FROM dbstat WHERE name = 'frame' AND pagetype = 'leaf' ORDER BY pageno LIMIT 1 OFFSET 2`,
    ) as { pageno: number }
    connection.close()
    const safety = service()
    await safety.lookForDamage()
    expect((await safety.status()).integrity).toMatchObject({ ok: true, unchecked: 0 })
    const bytes = readFileSync(path)
    bytes.fill(0xa5, (leaf.pageno - 1) * 4096, leaf.pageno * 4096)
    writeFileSync(path, bytes)

    await safety.lookForDamage()
    expect((await safety.status()).integrity?.ok).toBe(false)
    expect(damages).toHaveLength(1)
    expect(told).toMatchObject([{ code: 'storage.damaged' }])

    const log = open(told[0]!)
    expect(log.writable).toBe(false)
    expect(log.patients.list()).toHaveLength(1)
    expect(() => log.operators.ensure('Bob')).toThrow(code('storage.damaged'))
    log.close()

    const { to, tables } = await safety.rescue()
    expect(tables.find(({ table }) => table === 'frame')!.saved).toBeGreaterThan(50)
    expect(fileForm(to)).toBe('plain')
  })

  it('that does not open at all is told as it is', () => {
    writeFileSync(path, 'no case log')
    expect(() => open(null)).toThrow(code('storage.damaged'))
  })
})
