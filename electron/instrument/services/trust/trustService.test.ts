import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestLog, temporaryFolder } from '../../../storage/fixtures'
import type { CaseLog } from '../../../storage/openCaseLog'
import { TrustService } from './trustService'

const PIN = '270818'
let log: CaseLog
let trust: TrustService
let remove: () => void
let monotonicMs = 0
let measuring = false
let laserStops = 0
const actors: (string | null)[] = []
const coded = (code: string): unknown => expect.objectContaining({ code })

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(`${temporary.folder}/cases.db`)
  measuring = false
  laserStops = 0
  actors.length = 0
  trust = new TrustService({
    log: { accounts: log.accounts, signatures: log.signatures, actAs: (name) => void actors.push(name) },
    clock: { monotonicMs: () => monotonicMs },
    measuring: () => measuring,
    stopLaser: () => {
      laserStops += 1
      return Promise.resolve()
    },
  })
})
afterEach(() => {
  trust.stop()
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
