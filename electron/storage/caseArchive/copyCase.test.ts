import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caseQuerySchema } from '../../contract/cases'
import type { LesionFacts } from '../../contract/record'
import type { User } from '../../contract/trust'
import { randomId } from '../../shared/ids'
import {
  addLesion,
  aFrame,
  anAnswer,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from '../fixtures'
import { openDatabase } from '../nativePart'
import type { CaseLog } from '../openCaseLog'

/* A case that goes from one case log to another, without the zip about it. */

let place: ReturnType<typeof temporaryFolder>
let here: CaseLog
let there: CaseLog
let made: ReturnType<typeof addLesion>
let user: User
let archives = 0

const facts: LesionFacts = {
  bodySite: 'leg',
  description: 'knee',
  region: null,
  laterality: 'left',
  suspicion: null,
  lengthMillimetres: 6.5,
  widthMillimetres: null,
  heightMillimetres: null,
}

beforeEach(() => {
  place = temporaryFolder()
  here = openTestLog(join(place.folder, 'here.db'), { newId: randomId })
  there = openTestLog(join(place.folder, 'there.db'), { newId: randomId })
  there.patients.add({ pseudonym: 'P-900', yearOfBirth: null, sex: 'unknown', skinType: null })
  addLesion(here, { pseudonym: 'P-002' })
  made = addLesion(here)
  measure(here)
  user = here.accounts.add({ name: 'Bo', role: 'clinician', secret: new Uint8Array(51) })
})
afterEach(() => {
  here.close()
  there.close()
  place.remove()
})

function measure(log: CaseLog): void {
  const acquisition = startAcquisition(log, made)
  const frames = [1, 2].map((sequence) => log.frames.append(acquisition.id, aFrame(sequence), 'sample'))
  log.acquisitions.finish(acquisition.id, { status: 'complete' })
  log.results.add({ acquisitionId: acquisition.id, frames, recipe: aRecipe, answer: anAnswer() })
}

function leave(from = here): string {
  const path = join(place.folder, `archive-${++archives}.sqlite`)
  from.caseArchives.copyOut(made.lesionId, path, 'Clinic A')
  return path
}

function arrive(path: string, to = there): Record<string, number> {
  const copy = `${path}.copy`
  copyFileSync(path, copy)
  const [copied] = to.caseArchives.copyIn(copy, { verify: () => undefined })
  return Object.fromEntries(Object.entries(copied!.added).filter(([, rows]) => rows > 0))
}

const signed = (log: CaseLog) => log.signatures.ofLesion(made.lesionId)

describe('the record of a case elsewhere', () => {
  it('has every correction, deletion and merge, in its order', () => {
    const { lesionId, operatorId } = made
    const into = addLesion(here, { pseudonym: 'P-003' })
    here.records.reviseLesion({ lesionId, operatorId, reason: 'Wrong site', facts })
    const patient = { pseudonym: 'P-001b', yearOfBirth: 1961, sex: 'female', skinType: 3 } as const
    here.records.revisePatient({ patientId: made.patient.id, operatorId, reason: 'Typed', facts: patient })
    here.records.deleteLesion({ lesionId, operatorId, reason: 'Wrong arm' })
    here.records.restoreLesion({ lesionId, operatorId, reason: 'Right after all' })
    const merged = { patientId: made.patient.id, intoId: into.patient.id, operatorId, reason: 'The same' }
    here.records.mergePatient(merged)
    arrive(leave())
    expect(there.cases.open(lesionId)).toEqual(here.cases.open(lesionId))
    expect(there.records.open(lesionId)).toEqual(here.records.open(lesionId))
    expect(there.verify().findings).toEqual([])
    expect(there.cases.list(caseQuerySchema.parse({ search: 'p-001b knee' })).rows).toHaveLength(1)
  })

  it('is there once, and takes what is new of a newer state alone', () => {
    const { lesionId, operatorId } = made
    const first = leave()
    expect(arrive(first)).toMatchObject({ lesion: 1, frame: 2, result: 1 })
    expect(arrive(first)).toEqual({})
    here.notes.add({ lesionId, operatorId, text: 'grows' })
    here.records.reviseLesion({ lesionId, operatorId, reason: 'Wrong site', facts })
    measure(here)
    const added = arrive(leave())
    expect(added).toMatchObject({ note: 1, lesionRevision: 1, acquisition: 1, frame: 2, result: 1 })
    expect(added).not.toHaveProperty('lesion')
    // The older state is part of it.
    expect(arrive(first)).toEqual({})
    expect(there.cases.open(lesionId)).toEqual(here.cases.open(lesionId))
    expect(there.verify().findings).toEqual([])
  })

  it('comes back with what was added elsewhere', () => {
    here.signatures.sign(made.lesionId, user, 'created')
    arrive(leave())
    const operatorId = there.operators.ensure('Cy').id
    there.notes.add({ lesionId: made.lesionId, operatorId, text: 'seen at clinic B' })
    expect(arrive(leave(there), here)).toMatchObject({ note: 1 })
    expect(here.cases.open(made.lesionId)).toEqual(there.cases.open(made.lesionId))
    expect(signed(here)).toMatchObject([{ site: null, unchanged: false }])
  })

  it('is refused by name where it says something else, and nothing of it stays', () => {
    const path = leave()
    arrive(path)
    const archive = openDatabase(path)
    archive.exec(`DROP TRIGGER resultIsNeverChanged; UPDATE result SET probability = 0.9`)
    archive.close()
    expect(() => arrive(path)).toThrow(/The result .* is another one here: probability differs/)
    const [answer] = there.cases.open(made.lesionId).acquisitions
    expect(answer!.answer).toEqual(here.cases.open(made.lesionId).acquisitions[0]!.answer)
  })

  it('is refused where it was changed in both places', () => {
    const { lesionId, operatorId } = made
    arrive(leave())
    here.records.reviseLesion({ lesionId, operatorId, reason: 'Wrong site', facts })
    const other = { ...facts, bodySite: 'back' } as const
    there.records.reviseLesion({
      ...{ lesionId, reason: 'Wrong site' },
      ...{ operatorId: there.operators.ensure('Cy').id, facts: other },
    })
    expect(() => arrive(leave())).toThrow(/was changed here .* and where the archive is from/)
    expect(there.lesions.get(lesionId).bodySite).toBe('back')
  })
})

describe('a signature elsewhere', () => {
  it('names who, as what, when and where, and is computed again from the rows that came along', () => {
    const { lesionId, operatorId } = made
    const [own] = here.signatures.sign(lesionId, user, 'approved')
    arrive(leave())
    expect(signed(there)).toEqual([{ ...own, site: 'Clinic A', checked: true, changes: [] }])
    there.notes.add({ lesionId, operatorId: there.operators.ensure('Cy').id, text: 'seen' })
    expect(signed(there)).toMatchObject([{ checked: true, unchanged: false, changes: [{ table: 'note' }] }])
    expect(operatorId).not.toBe('')
  })

  it('says what was done between signing and leaving', () => {
    const { lesionId, operatorId } = made
    here.signatures.sign(lesionId, user, 'created')
    here.notes.add({ lesionId, operatorId, text: 'grows' })
    arrive(leave())
    expect(signed(there)).toMatchObject([
      { checked: true, unchanged: false, changes: [{ actor: 'Ada', action: 'added', table: 'note' }] },
    ])
  })

  it('is not confirmed where a row is not the one that the audit had', () => {
    here.signatures.sign(made.lesionId, user, 'created')
    const path = leave()
    const archive = openDatabase(path)
    archive.exec(`DROP TRIGGER resultIsNeverChanged; UPDATE result SET probability = 0.9`)
    archive.close()
    arrive(path)
    expect(signed(there)).toMatchObject([{ checked: false }])
  })

  it('is passed on as it is, and not confirmed at third hand', () => {
    const third = openTestLog(join(place.folder, 'third.db'), { newId: randomId })
    here.signatures.sign(made.lesionId, user, 'created')
    arrive(leave())
    arrive(leave(there), third)
    expect(signed(third)).toMatchObject([{ site: 'Clinic A', userName: 'Bo', checked: false }])
    third.close()
  })
})
