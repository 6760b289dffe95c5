import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditQuerySchema } from '../../../contract/audit'
import { StokesError } from '../../../contract/errors'
import { openTestLog, temporaryFolder } from '../../../storage/fixtures'
import type { CaseLog } from '../../../storage/openCaseLog'
import { TrustService, type KnownAccounts } from './trustService'

const PIN = '270818'
const first = { name: 'Ada', role: 'administrator' as const, secret: new Uint8Array(51) }
let log: CaseLog
let trust: TrustService
let remove: () => void
let monotonicMs = 0
let measuring = false
let laserStops = 0
let keyOwned: boolean | null = null
const actors: (string | null)[] = []
const coded = (code: string): unknown => expect.objectContaining({ code })

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(`${temporary.folder}/cases.db`)
  measuring = false
  laserStops = 0
  keyOwned = null
  actors.length = 0
  trust = new TrustService({
    log: {
      accounts: log.accounts,
      signatures: log.signatures,
      events: log.events,
      actAs: (name) => void actors.push(name),
    },
    readAccounts: () => Promise.reject(new Error('nobody else reads it')),
    ownsKey: () => keyOwned,
    clock: { monotonicMs: () => monotonicMs },
    measuring: () => measuring,
    stopLaser: () => {
      laserStops += 1
      return Promise.resolve()
    },
  })
})
afterEach(async () => {
  await trust.stop()
  log.close()
  remove()
})

const addNote = (operatorId: string) => trust.requireAllowed(['cases', 'addNote'], { operatorId })

it('without accounts everything is allowed to whoever is there', async () => {
  await trust.requireAllowed(['safety', 'decrypt'], undefined)
  await addNote('anybody')
})

it('with accounts each call is allowed by role, under the own name', async () => {
  const ada = await trust.setUp('Ada', PIN)
  await addNote(ada.operatorId)
  await expect(addNote('somebody else')).rejects.toEqual(coded('trust.refused'))
  const bo = await trust.addUser({ name: 'Bo', role: 'technician', secret: '905173' })
  await trust.signIn(bo.id, '905173')
  expect(actors).toEqual(['Ada', 'Bo'])
  await trust.requireAllowed(['passport', 'startDailyCheck'], { operatorId: bo.operatorId })
  await expect(trust.requireAllowed(['trust', 'addUser'], {})).rejects.toEqual(coded('trust.refused'))
  await expect(trust.requireAllowed(['no', 'such'], {})).rejects.toEqual(coded('trust.refused'))
  await expect(
    trust.requireAllowed(['device', 'startPreview'], {
      laser: { authorisation: { operatorId: ada.operatorId } },
    }),
  ).rejects.toEqual(coded('trust.refused'))
})

it('locked, nothing is done but what is safe', async () => {
  await trust.setUp('Ada', PIN)
  await trust.lock()
  expect(laserStops).toBe(1)
  expect(actors.at(-1)).toBeNull()
  await expect(trust.requireAllowed(['cases', 'list'], {})).rejects.toEqual(coded('trust.locked'))
  await trust.requireAllowed(['device', 'stopLaser'], undefined)
  await trust.requireAllowed(['trust', 'signIn'], {})
})

it('locks by itself when nobody is there, but never while something is measured', async () => {
  await trust.setUp('Ada', PIN)
  monotonicMs += 9 * 60_000
  await trust.lockWhenIdle()
  expect(trust.state.current.user).not.toBeNull()
  measuring = true
  monotonicMs += 60 * 60_000
  await trust.lockWhenIdle()
  measuring = false
  monotonicMs += 9 * 60_000
  await trust.lockWhenIdle()
  expect(trust.state.current.user).not.toBeNull()
  monotonicMs += 60_000
  await trust.lockWhenIdle()
  expect(trust.state.current.user).toBeNull()
  expect(laserStops).toBe(1)
})

it('a wrong PIN is refused, an easy one is not taken', async () => {
  await expect(trust.setUp('Ada', '123456')).rejects.toEqual(coded('trust.weakSecret'))
  await expect(trust.setUp('Ada', '111111')).rejects.toEqual(coded('trust.weakSecret'))
  await expect(trust.setUp('Ada', '2708')).rejects.toEqual(coded('trust.weakSecret'))
  const { id } = await trust.setUp('Ada', PIN)
  await expect(trust.signIn(id, '270819')).rejects.toEqual(coded('trust.wrongSecret'))
  await expect(trust.sign('none', 'approved', '270819')).rejects.toEqual(coded('trust.wrongSecret'))
  await trust.changeSecret(PIN, '462850')
  await expect(trust.signIn(id, PIN)).rejects.toEqual(coded('trust.wrongSecret'))
  await trust.signIn(id, '462850')
})

it('has on record who came, who left and why, and who failed to', async () => {
  const { id } = await trust.setUp('Ada', PIN)
  await expect(trust.signIn(id, '270819')).rejects.toEqual(coded('trust.wrongSecret'))
  await trust.lock()
  const events = log.auditTrail
    .list({ ...auditQuerySchema.parse({}), table: 'event' })
    .lines.map(({ event }) => [event!.kind, event!.details.why ?? event!.details.wanted ?? null])
  expect(events).toEqual([
    ['signedOut', 'locked'],
    ['signInFailed', 'sign-in'],
    ['signedIn', null],
    ['version', null],
  ])
  expect(log.accounts.describe()).toMatchObject([
    { name: 'Ada', lastSignInAt: expect.any(String) as string, blockedUntil: null },
  ])
})

it('an administrator who forgot their PIN comes back with the recovery key alone', async () => {
  const ada = await trust.setUp('Ada', PIN)
  const bo = log.accounts.add({ name: 'Bo', role: 'technician', secret: new Uint8Array(51) })
  const recover = (userId: string) => trust.recoverAdministrator(userId, { words: 'words', secret: '462850' })
  await expect(recover(ada.id)).rejects.toEqual(coded('trust.refused'))
  keyOwned = false
  await expect(recover(ada.id)).rejects.toEqual(coded('trust.refused'))
  keyOwned = true
  await expect(recover(bo.id)).rejects.toEqual(coded('trust.refused'))
  expect(trust.state.current.user).not.toBeNull()
  await recover(ada.id)
  expect(trust.state.current.user).toBeNull()
  expect(log.events.newest('administratorReset')?.details).toMatchObject({ user: 'Ada' })
  await trust.signIn(ada.id, '462850')
})

describe('while the case log cannot be read', () => {
  const unreadable = () => {
    throw new StokesError('storage.keyNeeded', 'It is encrypted.')
  }
  const blind = (readAccounts: () => Promise<KnownAccounts>) =>
    new TrustService({
      log: {
        accounts: { ...log.accounts, list: unreadable },
        signatures: log.signatures,
        events: log.events,
        actAs: () => undefined,
      },
      readAccounts,
      ownsKey: () => null,
      clock: { monotonicMs: () => 0 },
      measuring: () => false,
      stopLaser: () => Promise.resolve(),
    })

  it('nothing is done but what is always allowed and what makes it readable again', async () => {
    const service = blind(() => Promise.reject(new Error('not by a reader either')))
    for (const path of [
      'device.connect',
      'acquisition.start',
      'cases.list',
      'safety.setPlan',
      'learning.runs',
    ])
      await expect(service.requireAllowed(path.split('.'), {})).rejects.toEqual(coded('storage.keyNeeded'))
    for (const path of ['device.stopLaser', 'safety.status', 'safety.unlock', 'safety.restore'])
      await service.requireAllowed(path.split('.'), {})
  })

  it('a reader may still tell who has an account', async () => {
    const locked = blind(() =>
      Promise.resolve({ users: [log.accounts.add(first, { first: true })], lockAfterMinutes: 10 }),
    )
    await expect(locked.requireAllowed(['cases', 'list'], {})).rejects.toEqual(coded('trust.locked'))
    const open = blind(() => Promise.resolve({ users: [], lockAfterMinutes: 10 }))
    await open.requireAllowed(['cases', 'list'], {})
  })
})
