import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caseRecordSchema } from '../../contract/record'
import { Connection } from '../connection'
import {
  addLesion,
  aFrame,
  anAnswer,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from '../fixtures'
import { addDataSet, aHash, anExperiment } from '../learningFixtures'
import { migrate } from '../migrate'
import { migrations } from '../schema'
import type { CaseLog } from '../openCaseLog'
import type { LabelledCaseFilter } from './labelledCases'

let log: CaseLog
let remove: () => void
let folder: string

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  folder = temporary.folder
  log = openTestLog(join(folder, 'cases.db'))
})
afterEach(() => {
  expect(log.verify()).toMatchObject({ findings: [] })
  log.close()
  remove()
})

const invalid = expect.objectContaining({ code: 'usage.invalid' }) as Error
const found = (search: string) => log.cases.list({ search, limit: 50, cursor: null }).rows
const anyLabel: LabelledCaseFilter = {
  labels: 'any',
  origin: null,
  from: null,
  to: null,
  bodySites: [],
  skinTypes: [],
  instruments: [],
}

function measured(pseudonym: string) {
  const added = addLesion(log, { pseudonym })
  const { id } = startAcquisition(log, added)
  const frames = [log.frames.append(id, aFrame(0), 'sample')]
  log.acquisitions.finish(id, { status: 'complete' })
  log.results.add({ acquisitionId: id, frames, recipe: aRecipe, answer: anAnswer() })
  const { lesionId, operatorId } = added
  log.diagnoses.add({ lesionId, operatorId, label: 'benign', lesionClass: 'naevus', source: 'clinical' })
  return { ...added, acquisitionId: id }
}

describe('a correction', () => {
  it('of a patient holds from now on, and the old value stays readable', () => {
    const { patient, operatorId, lesionId } = measured('P-1')
    const { pseudonym, yearOfBirth, sex, skinType } = patient
    const facts = { pseudonym: 'P-1b', yearOfBirth, sex, skinType: 5 }
    const said = { patientId: patient.id, operatorId, reason: 'Read again' }
    expect(log.records.revisePatient({ ...said, facts })).toEqual({ ...patient, ...facts })
    const record = log.records.open(lesionId)
    expect(caseRecordSchema.parse(record)).toEqual(record)
    expect(record.events).toMatchObject([
      {
        kind: 'patientRevised',
        operatorName: 'Ada',
        reason: 'Read again',
        before: { pseudonym, skinType },
        after: facts,
      },
    ])
    expect(found('P-1b')).toMatchObject([{ patient: { pseudonym: 'P-1b' } }])
    expect(
      log.cases.list({
        search: '',
        limit: 9,
        cursor: null,
        filters: {
          ...{ answers: [], diagnoses: [], bodySites: [], origins: [], models: [], from: null, to: null },
          skinTypes: [5],
        },
      }).rows,
    ).toHaveLength(1)
    expect(() => log.records.revisePatient({ ...said, facts })).toThrow(invalid)
  })

  it('never gives a patient the pseudonym of another', () => {
    const { patient, operatorId } = measured('P-1')
    measured('P-2')
    const { yearOfBirth, sex, skinType } = patient
    const facts = { pseudonym: 'P-2', yearOfBirth, sex, skinType }
    expect(() =>
      log.records.revisePatient({ patientId: patient.id, operatorId, reason: 'x', facts }),
    ).toThrow(expect.objectContaining({ code: 'storage.duplicate' }))
  })

  it('of a lesion is the only way to change it', () => {
    const { lesion, lesionId, operatorId } = addLesion(log)
    const facts = {
      bodySite: 'leg',
      description: 'knee, medial',
      region: 'knee',
      laterality: 'left',
      suspicion: 'melanoma',
      lengthMillimetres: 6.5,
      widthMillimetres: 4,
      heightMillimetres: null,
    } as const
    const changed = log.records.reviseLesion({ lesionId, operatorId, reason: 'Wrong site', facts })
    expect(changed).toEqual({ ...lesion, ...facts })
    expect(log.cases.open(lesionId).lesion).toEqual(changed)
    expect(found('medial')).toHaveLength(1)
    expect(log.records.open(lesionId).events).toMatchObject([{ before: { bodySite: 'arm' }, after: facts }])
    const raw = new Connection(log.path, { readOnly: false })
    expect(() => raw.run(`UPDATE lesion SET bodySite = 'head'`)).toThrow(/revision alone/)
    expect(() => raw.run(`UPDATE lesion SET deleted = 1`)).toThrow(/reason alone/)
    raw.close()
  })
})

describe('a deleted case', () => {
  it('is in no list and no training set, takes nothing more, and comes back', () => {
    const { lesionId, operatorId, patient } = measured('P-1')
    measured('P-2')
    const why = { lesionId, operatorId, reason: 'Consent withdrawn' }
    log.records.deleteLesion(why)
    expect(found('')).toMatchObject([{ patient: { pseudonym: 'P-2' } }])
    expect(log.labelledCases.list(anyLabel)).toHaveLength(1)
    expect(log.lesions.ofPatient(patient.id)).toEqual([])
    expect(log.records.open(lesionId).deletion).toMatchObject({ reason: 'Consent withdrawn' })
    expect(log.records.deletedCases()).toMatchObject([{ lesion: { id: lesionId }, patient }])
    expect(log.cases.open(lesionId).acquisitions).toHaveLength(1)
    expect(() => log.notes.add({ lesionId, operatorId, text: 'x' })).toThrow(invalid)
    expect(() => startAcquisition(log, { lesionId, operatorId })).toThrow(invalid)
    expect(() => {
      log.records.deleteLesion(why)
    }).toThrow(invalid)
    expect(log.verify()).toMatchObject({ findings: [] })

    log.records.restoreLesion({ ...why, reason: 'By mistake' })
    expect(found('')).toHaveLength(2)
    expect(log.labelledCases.list(anyLabel)).toHaveLength(2)
    expect(log.records.open(lesionId)).toMatchObject({
      deletion: null,
      events: [{ kind: 'restored', reason: 'By mistake' }, { kind: 'deleted' }],
    })
  })

  it('is not one that is being measured', () => {
    const { lesionId, operatorId } = addLesion(log)
    startAcquisition(log, { lesionId, operatorId })
    expect(() => {
      log.records.deleteLesion({ lesionId, operatorId, reason: 'x' })
    }).toThrow(expect.objectContaining({ code: 'acquisition.running' }))
  })
})

describe('merged patients', () => {
  it('are one person in lists and in training, and two again when that is undone', () => {
    const one = measured('P-1')
    const other = measured('P-2')
    const { operatorId } = one
    const merge = { patientId: other.patient.id, operatorId, reason: 'Same hospital number' }
    log.records.mergePatient({ ...merge, intoId: one.patient.id })
    const persons = () => log.labelledCases.list(anyLabel).map(({ patientId }) => patientId)
    expect(persons()).toEqual([one.patient.id, one.patient.id])
    expect(log.patients.list()).toEqual([one.patient])
    expect(log.lesions.ofPatient(one.patient.id)).toHaveLength(2)
    expect(found('P-2')).toMatchObject([{ patient: one.patient }])
    expect(log.lesions.get(other.lesionId).patientId, 'as it was written').toBe(other.patient.id)
    expect(log.records.open(one.lesionId)).toMatchObject({
      doubles: [{ pseudonym: 'P-2' }],
      events: [{ kind: 'merged', pseudonym: 'P-2', into: 'P-1' }],
    })
    expect(() => log.records.mergePatient({ ...merge, intoId: one.patient.id })).toThrow(invalid)

    log.records.undoMerge(merge)
    expect(persons()).toEqual([one.patient.id, other.patient.id])
    expect(log.records.open(other.lesionId).events.map(({ kind }) => kind)).toEqual(['mergeUndone', 'merged'])
    expect(() => log.records.undoMerge(merge)).toThrow(invalid)
  })

  it('are merged into a person, never in a chain or a circle', () => {
    const [a, b, c] = [measured('A'), measured('B'), measured('C')]
    const merge = (from: typeof a, into: typeof a) =>
      log.records.mergePatient({
        patientId: from.patient.id,
        intoId: into.patient.id,
        operatorId: a.operatorId,
        reason: 'x',
      })
    merge(b, a)
    expect(() => merge(a, c)).toThrow(invalid)
    expect(() => merge(c, b)).toThrow(invalid)
    expect(() => merge(a, a)).toThrow(invalid)
    expect(merge(c, a)).toEqual(a.patient)
  })
})

describe('the diagnosis that counts', () => {
  it('is histopathology, the latest by its own date, and none that was corrected', () => {
    const { lesionId, operatorId } = addLesion(log)
    const melanoma = {
      lesionId,
      operatorId,
      label: 'malignant',
      lesionClass: 'melanoma',
      source: 'histopathology',
    } as const
    const excision = log.diagnoses.add({ ...melanoma, diagnosedOn: '2025-12-20', reportNumber: 'H 1/25' })
    log.diagnoses.add({
      ...melanoma,
      label: 'benign',
      lesionClass: 'naevus',
      diagnosedOn: '2025-11-02',
      laboratory: 'Pathology',
    })
    expect(log.diagnoses.countingOfLesion(lesionId), 'typed in later, found earlier').toEqual(excision)
    const corrected = log.diagnoses.add({
      ...melanoma,
      lesionClass: 'basalCellCarcinoma',
      diagnosedOn: '2025-12-01',
      correctsId: excision.id,
    })
    expect(log.diagnoses.countingOfLesion(lesionId)).toEqual(corrected)
    expect(found('')).toMatchObject([{ diagnosis: corrected }])
    expect(log.diagnoses.ofLesion(lesionId)).toHaveLength(3)
    expect(() => log.diagnoses.add({ ...melanoma, correctsId: excision.id })).toThrow(invalid)
    expect(() => log.diagnoses.add({ ...melanoma, diagnosedOn: '2026-01-09' })).toThrow(invalid)
  })
})

it('brings a case log of schema 5 along', () => {
  const path = join(folder, 'old.db')
  const connection = new Connection(path, { readOnly: false })
  const now = '2026-01-01T00:00:00.000Z'
  migrate(connection, 0, { path, migrations: migrations.slice(0, 5), softwareVersion: '0.1.0', now })
  connection.execute(`
    INSERT INTO operator VALUES ('o', 'Ada', '${now}');
    INSERT INTO patient VALUES ('p', 'P-001', 1960, 'female', 2, '${now}');
    INSERT INTO lesion VALUES (1, 'l', 'p', 'arm', '', 'instrument', '${now}', '${now}');
    INSERT INTO lesionText (rowid, text) VALUES (1, 'P-001');
    INSERT INTO diagnosis VALUES (1, 'd', 'l', 'o', 'benign', 'naevus', 'clinical', '${now}');`)
  connection.close()
  const old = openTestLog(path)
  expect(old.cases.list({ search: '', limit: 9, cursor: null }).rows).toMatchObject([
    { lesion: { id: 'l', region: null }, diagnosis: { id: 'd', diagnosedOn: null } },
  ])
  old.records.deleteLesion({ lesionId: 'l', operatorId: 'o', reason: 'Test' })
  expect(old.cases.list({ search: '', limit: 9, cursor: null }).total).toBe(0)
  expect(old.verify()).toMatchObject({ findings: [] })
  old.close()
})

it('holds a person who was merged to one part of a run, and hides all of a hidden one', () => {
  const [one, other, third] = [measured('P-1'), measured('P-2'), measured('P-3')]
  const ids = [one, other].map(({ patient }) => patient.id)
  addDataSet(log, { patients: [...ids, 'p1', 'p2', 'p3'] })
  const external = addDataSet(log, { hash: aHash('e'), patients: [third.patient.id] })
  log.learning.externalSets.holdOut(external.hash, { operatorId: one.operatorId, reason: 'x' })
  const fourth = measured('P-4')
  const merge = (from: typeof one, into: typeof one) =>
    log.records.mergePatient({
      patientId: from.patient.id,
      intoId: into.patient.id,
      operatorId: one.operatorId,
      reason: 'x',
    })
  merge(other, one)
  merge(fourth, third)
  expect(log.learning.externalSets.hiddenPatients().sort()).toEqual(
    [third.patient.id, fourth.patient.id].sort(),
  )
  const { id } = log.learning.runs.add({
    name: 'run',
    operatorId: one.operatorId,
    experiment: anExperiment(),
  })
  expect(() => {
    log.learning.runs.addSplit(id, {
      fit: [ids[0]!, 'p1'],
      earlyStopping: ['p2'],
      calibration: ['p3'],
      heldOut: [ids[1]!],
    })
  }).toThrow(expect.objectContaining({ code: 'dataset.patientInTwoParts' }))
})
