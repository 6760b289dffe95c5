import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addLesion, aFrame, openTestLog, startAcquisition, temporaryFolder } from '../fixtures'
import type { CaseLog } from '../openCaseLog'

let log: CaseLog
let remove: () => void
const secret = new Uint8Array(51)

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(join(temporary.folder, 'cases.db'))
})
afterEach(() => {
  log.close()
  remove()
})

it('a signature covers all of a case, and says what was done to it since', () => {
  const { lesionId, operatorId } = addLesion(log)
  const other = addLesion(log, { pseudonym: 'P-002' })
  const { id } = startAcquisition(log, { lesionId, operatorId })
  log.frames.append(id, aFrame(0), 'sample')
  log.acquisitions.finish(id, { status: 'complete' })
  const user = log.accounts.add({ name: 'Bo', role: 'clinician', secret })

  const [signed] = log.signatures.sign(lesionId, user, 'created')
  expect(signed).toMatchObject({ userName: 'Bo', role: 'clinician', meaning: 'created', unchanged: true })
  log.notes.add({ lesionId: other.lesionId, operatorId, text: 'of another case' })
  log.signatures.sign(lesionId, user, 'reviewed')
  expect(log.signatures.ofLesion(lesionId).map(({ unchanged }) => unchanged)).toEqual([true, true])

  log.notes.add({ lesionId, operatorId, text: 'grows' })
  const [first, second] = log.signatures.sign(lesionId, user, 'approved')
  expect(first).toMatchObject({
    unchanged: false,
    changes: [{ actor: 'Ada', action: 'added', table: 'note' }],
  })
  expect(second!.unchanged).toBe(false)
  expect(log.signatures.ofLesion(lesionId).at(-1)).toMatchObject({ meaning: 'approved', unchanged: true })
  expect(log.verify().findings).toEqual([])
})

it('is of a case that is there', () => {
  const user = log.accounts.add({ name: 'Bo', role: 'clinician', secret })
  expect(() => log.signatures.sign('none', user, 'created')).toThrow(
    expect.objectContaining({ code: 'storage.notFound' }),
  )
})
