import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  addLesion,
  aFrame,
  anAnswer,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from '../fixtures'
import type { CaseLog } from '../openCaseLog'
import type { LabelledCaseFilter } from './labelledCases'

let folder: ReturnType<typeof temporaryFolder>
let log: CaseLog
beforeEach(() => {
  folder = temporaryFolder()
  log = openTestLog(join(folder.folder, 'cases.db'))
})
afterEach(() => {
  log.close()
  folder.remove()
})

const histopathology: LabelledCaseFilter = {
  labels: 'histopathology',
  origin: null,
  from: null,
  to: null,
  bodySites: [],
  skinTypes: [],
  instruments: [],
}
const all: LabelledCaseFilter = { ...histopathology, labels: 'any' }

function measure(pseudonym: string) {
  const added = addLesion(log, { pseudonym })
  const { id } = startAcquisition(log, added)
  const frame = log.frames.append(id, aFrame(0), 'sample')
  log.acquisitions.finish(id, { status: 'complete' })
  return { ...added, acquisitionId: id, frame }
}

const diagnosed = { label: 'malignant', lesionClass: 'melanoma', source: 'histopathology' } as const

describe('labelled cases', () => {
  test('are complete acquisitions of lesions with histopathology, with what is known of the patient', () => {
    const { lesionId, operatorId, acquisitionId, patient } = measure('A')
    measure('B')
    const unfinished = addLesion(log, { pseudonym: 'C' })
    startAcquisition(log, unfinished)
    for (const lesion of [lesionId, unfinished.lesionId])
      log.diagnoses.add({ ...diagnosed, lesionId: lesion, operatorId })
    const cases = log.labelledCases.list(histopathology)
    expect(cases).toMatchObject([
      {
        ...diagnosed,
        acquisitionId,
        lesionId,
        patientId: patient.id,
        yearOfBirth: 1960,
        sex: 'female',
        skinType: 2,
        bodySite: 'arm',
        origin: 'simulated',
        device: { serialNumber: 'VM-1', badPixels: [7] },
        passed: null,
      },
    ])
  })

  test('have a clinical label only where that is asked for and histopathology has not spoken', () => {
    const first = measure('A')
    const second = measure('B')
    const say = (changes: object, { lesionId, operatorId }: typeof first) =>
      log.diagnoses.add({ ...diagnosed, lesionId, operatorId, ...changes })
    say({}, first)
    say({ source: 'clinical', label: 'benign', lesionClass: 'naevus' }, first)
    say({ source: 'clinical', label: 'benign', lesionClass: 'naevus' }, second)
    const said = (query: typeof all) =>
      log.labelledCases.list(query).map(({ label, source }) => [label, source])
    expect(said(histopathology)).toEqual([['malignant', 'histopathology']])
    expect(said(all)).toEqual([
      ['malignant', 'histopathology'],
      ['benign', 'clinical'],
    ])
    say({ label: 'benign', lesionClass: 'naevus' }, first)
    expect(said(histopathology), 'the newest of its kind').toEqual([['benign', 'histopathology']])
  })

  test('say whether the newest result passed, whatever an earlier one said', () => {
    const { acquisitionId, lesionId, operatorId, frame } = measure('A')
    log.diagnoses.add({ ...diagnosed, lesionId, operatorId })
    for (const pass of [true, false]) {
      const answer = anAnswer({ quality: { pass, reasons: [], figures: [] } })
      log.results.add({ acquisitionId, frames: [frame], recipe: aRecipe, answer })
      expect(log.labelledCases.list(all)).toMatchObject([{ passed: pass }])
    }
  })

  test.each<[Partial<LabelledCaseFilter>, Partial<LabelledCaseFilter>]>([
    [{ origin: 'simulated' }, { origin: 'instrument' }],
    [{ from: '2026-01-01T00:00:00.000Z' }, { from: '2027-01-01T00:00:00.000Z' }],
    [{ to: '2027-01-01T00:00:00.000Z' }, { to: '2026-01-01T00:00:00.000Z' }],
    [{ bodySites: ['leg', 'arm'] }, { bodySites: ['leg'] }],
    [{ skinTypes: [1, 2] }, { skinTypes: [1, 3] }],
    [{ instruments: ['VM-1'] }, { instruments: ['VM-2'] }],
  ])('can be chosen by %j', (fits, fails) => {
    const { lesionId, operatorId } = measure('A')
    log.diagnoses.add({ ...diagnosed, lesionId, operatorId })
    expect(log.labelledCases.list({ ...all, ...fits })).toHaveLength(1)
    expect(log.labelledCases.list({ ...all, ...fails })).toEqual([])
  })

  test('can be read beside a program that writes', () => {
    const { lesionId, operatorId } = measure('A')
    log.diagnoses.add({ ...diagnosed, lesionId, operatorId })
    const reader = openTestLog(join(folder.folder, 'cases.db'), { readOnly: true })
    expect(reader.labelledCases.list(histopathology)).toHaveLength(1)
    reader.close()
  })
})
