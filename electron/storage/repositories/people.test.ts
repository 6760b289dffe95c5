import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addLesion, openTestLog, temporaryFolder } from '../fixtures'
import type { CaseLog } from '../openCaseLog'

let log: CaseLog
let remove: () => void

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(join(temporary.folder, 'cases.db'))
})
afterEach(() => {
  log.close()
  remove()
})

const newPatient = { yearOfBirth: null, sex: 'unknown', skinType: null } as const

describe('operators', () => {
  it('are made once for each name', () => {
    const ada = log.operators.ensure('Ada')
    expect(log.operators.ensure(' Ada ')).toEqual(ada)
    expect(log.operators.ensure('Bo').id).not.toBe(ada.id)
    expect(log.operators.list().map(({ name }) => name)).toEqual(['Ada', 'Bo'])
  })

  it('are the same whichever way an accent is written', () => {
    expect(log.operators.ensure('Jose\u0301').id).toBe(log.operators.ensure('José').id)
  })

  it('have a name', () => {
    expect(() => log.operators.ensure('  ')).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
    expect(() => log.operators.ensure('x'.repeat(81))).toThrow(
      expect.objectContaining({ code: 'usage.invalid' }),
    )
    expect(log.operators.list()).toEqual([])
  })
})

describe('patients', () => {
  it('are given back as they were added', () => {
    const patient = log.patients.add({ pseudonym: 'P-7', yearOfBirth: 1948, sex: 'male', skinType: 6 })
    expect(log.patients.get(patient.id)).toEqual(patient)
    expect(log.patients.list()).toEqual([patient])
    expect(patient).toMatchObject({ pseudonym: 'P-7', yearOfBirth: 1948, sex: 'male', skinType: 6 })
  })

  it('have a pseudonym of their own', () => {
    log.patients.add({ pseudonym: 'P-7', ...newPatient })
    expect(() => log.patients.add({ pseudonym: 'P-7', ...newPatient })).toThrow(
      expect.objectContaining({
        code: 'storage.duplicate',
        message: expect.stringContaining('P-7') as string,
      }),
    )
    expect(log.patients.list()).toHaveLength(1)
  })

  it.each([
    { yearOfBirth: 1899 },
    { yearOfBirth: 1960.5 },
    { skinType: 0 },
    { skinType: 7 },
    { sex: 'none' as 'other' },
  ])('are refused with %o', (wrong) => {
    expect(() => log.patients.add({ pseudonym: 'P-7', ...newPatient, ...wrong })).toThrow(
      expect.objectContaining({ code: 'usage.invalid' }),
    )
  })
})

describe('lesions', () => {
  it('belong to a patient', () => {
    const { lesion, patient } = addLesion(log)
    expect(log.lesions.get(lesion.id)).toEqual(lesion)
    expect(lesion.patientId).toBe(patient.id)
    expect(() => log.lesions.add({ ...lesion, patientId: 'nobody' })).toThrow(
      expect.objectContaining({
        code: 'storage.notFound',
        message: expect.stringContaining('patient') as string,
      }),
    )
  })

  it('are found by their patient, the newest first', () => {
    const { lesion, patient } = addLesion(log)
    addLesion(log, { pseudonym: 'P-002' })
    const second = log.lesions.add({ ...lesion, bodySite: 'back' })
    expect(log.lesions.ofPatient(patient.id)).toEqual([second, lesion])
    expect(log.lesions.ofPatient('nobody')).toEqual([])
  })
})

describe('notes and diagnoses', () => {
  it('are added, the newest first, with the name of who wrote them', () => {
    const { lesionId, operatorId } = addLesion(log)
    const first = log.notes.add({ lesionId, operatorId, text: 'grows' })
    const second = log.notes.add({ lesionId, operatorId, text: 'bleeds' })
    expect(log.notes.ofLesion(lesionId)).toEqual([
      { ...second, operatorName: 'Ada' },
      { ...first, operatorName: 'Ada' },
    ])

    const diagnosis = {
      lesionId,
      operatorId,
      label: 'benign',
      lesionClass: 'naevus',
      source: 'clinical',
    } as const
    const clinical = log.diagnoses.add(diagnosis)
    const final = log.diagnoses.add({
      ...diagnosis,
      label: 'malignant',
      lesionClass: 'melanoma',
      source: 'histopathology',
    })
    expect(log.diagnoses.countingOfLesion(lesionId)).toEqual(final)
    expect(log.diagnoses.ofLesion(lesionId)).toEqual([
      { ...final, operatorName: 'Ada' },
      { ...clinical, operatorName: 'Ada' },
    ])
  })

  it('need a lesion and an operator that are there', () => {
    const { lesionId, operatorId } = addLesion(log)
    const missing = (what: string) =>
      expect.objectContaining({
        code: 'storage.notFound',
        message: expect.stringContaining(what) as string,
      }) as Error
    expect(() => log.notes.add({ lesionId: 'none', operatorId, text: 'x' })).toThrow(missing('lesion'))
    expect(() => log.notes.add({ lesionId, operatorId: 'none', text: 'x' })).toThrow(missing('operator'))
    const finding = { label: 'benign', lesionClass: 'other', source: 'clinical' } as const
    expect(() => log.diagnoses.add({ lesionId: 'none', operatorId, ...finding })).toThrow(missing('lesion'))
  })
})
