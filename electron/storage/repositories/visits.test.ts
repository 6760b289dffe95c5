import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openDatabase } from '../nativePart'
import type { CaseLog } from '../openCaseLog'
import {
  addLesion,
  aFrame,
  anAnswer,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from '../fixtures'
import { aPhoto } from '../photos/aPhoto'

let log: CaseLog
let remove: () => void
let now: string
let path: string
/** Far from UTC: the day of the calendar is that of the place. */
const zone = process.env['TZ']

beforeEach(() => {
  vi.stubEnv('TZ', 'Asia/Tokyo')
  now = '2026-03-01T16:00:00.000Z'
  const temporary = temporaryFolder()
  path = `${temporary.folder}/cases.db`
  log = openTestLog(path, {
    clock: { timestamp: () => now, monotonicMs: () => 0 },
  })
  remove = () => {
    log.close()
    temporary.remove()
  }
})
afterEach(() => {
  remove()
  vi.unstubAllEnvs()
  expect(process.env['TZ']).toBe(zone)
})

function measure(subject: { lesionId: string; operatorId: string }, probability = 0.3): string {
  const { id } = startAcquisition(log, subject)
  const frames = [1, 2].map((sequence) => log.frames.append(id, aFrame(sequence), 'sample'))
  log.acquisitions.finish(id, { status: 'complete' })
  log.results.add({ acquisitionId: id, frames, recipe: aRecipe, answer: anAnswer({ probability }) })
  return id
}

it('is one for all that is measured of a patient on one day, as the calendar has it there', () => {
  const subject = addLesion(log)
  const other = log.lesions.add({
    ...{ patientId: subject.patient.id, bodySite: 'leg', description: '', origin: 'simulated' },
  })
  const first = measure(subject)
  now = '2026-03-02T09:00:00.000Z'
  const second = measure(subject, 0.6)
  measure({ ...subject, lesionId: other.id })
  // 15:00 UTC is midnight there.
  now = '2026-03-02T15:00:00.000Z'
  const third = measure(subject, 0.1)

  const visits = log.visits.ofLesion(subject.lesionId)
  expect(
    visits.map(({ day, operatorName, acquisitionIds }) => ({ day, operatorName, acquisitionIds })),
  ).toEqual([
    { day: '2026-03-03', operatorName: 'Ada', acquisitionIds: [third] },
    { day: '2026-03-02', operatorName: 'Ada', acquisitionIds: [second, first] },
  ])
  // Of one spot the newest answer counts, of each visit for itself.
  expect(visits.map(({ combined }) => combined?.probability)).toEqual([0.1, 0.6])
  expect(log.visits.ofLesion(other.id)[0]!.id).toBe(visits[1]!.id)
  for (const text of ['comes for the arm', 'and for the leg'])
    log.visits.addNote({ visitId: visits[1]!.id!, operatorId: subject.operatorId, text })
  expect(log.visits.ofLesion(other.id)[0]!.notes).toMatchObject([
    { text: 'comes for the arm', operatorName: 'Ada' },
    { text: 'and for the leg', operatorName: 'Ada' },
  ])
  expect(log.visits.ofLesion(subject.lesionId)[0]!.notes).toEqual([])
  const nobody = { visitId: 'none', operatorId: subject.operatorId, text: 'x' }
  expect(() => {
    log.visits.addNote(nobody)
  }).toThrow(/does not hold/)
  expect(log.verify().findings).toEqual([])
})

it('holds a photo that was taken on its day; an older one begins none', () => {
  const subject = addLesion(log)
  const acquisition = measure(subject)
  const today = aPhoto(log, { ...subject, takenOn: '2026-03-02' })
  const before = aPhoto(log, { ...subject, takenOn: '2025-12-24', parts: [Uint8Array.of(2)] })
  const visits = log.visits.ofLesion(subject.lesionId)
  expect(visits).toMatchObject([
    { day: '2026-03-02', acquisitionIds: [acquisition], photoIds: [today] },
    {
      id: null,
      day: '2025-12-24',
      acquisitionIds: [],
      photoIds: [before],
      operatorName: null,
      combined: null,
    },
  ])
  expect(log.photos.get(today).visitId).toBe(visits[0]!.id)
  now = '2026-03-05T09:00:00.000Z'
  aPhoto(log, { ...subject, takenOn: '2026-03-05', parts: [Uint8Array.of(3)] })
  expect(log.visits.ofLesion(subject.lesionId)[0]).toMatchObject({ day: '2026-03-05', operatorName: 'Ada' })
})

it('is the day alone of what was measured before there were visits', () => {
  const subject = addLesion(log)
  const acquisition = measure(subject)
  log.close()
  const database = openDatabase(path)
  database.exec('DROP TRIGGER acquisitionKeepsItsVisit; DROP TRIGGER acquisitionIsFinishedOnce')
  database.exec('UPDATE acquisition SET visitId = NULL; DROP TRIGGER visitIsNeverDeleted; DELETE FROM visit')
  database.close()
  log = openTestLog(path)
  expect(log.visits.ofLesion(subject.lesionId)).toMatchObject([
    {
      id: null,
      day: '2026-03-02',
      operatorName: null,
      acquisitionIds: [acquisition],
      combined: { probability: 0.3 },
    },
  ])
})

it('is of the patient as written, so that a merge can be undone', () => {
  const [one, two] = [addLesion(log), addLesion(log, { pseudonym: 'P-002' })]
  log.records.mergePatient({
    ...{ patientId: two.patient.id, intoId: one.patient.id, operatorId: one.operatorId, reason: 'the same' },
  })
  measure(one)
  measure(two)
  const [a] = log.visits.ofLesion(one.lesionId)
  const [b] = log.visits.ofLesion(two.lesionId)
  expect(a!.id).not.toBe(b!.id)
})
