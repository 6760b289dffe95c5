import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caseDetailSchema, casePageSchema, type CasePage, type CaseQuery } from '../../contract/cases'
import { addLesion, anAnswer, aRecipe, openTestLog, startAcquisition, temporaryFolder } from '../fixtures'
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

const list = (query: Partial<CaseQuery> = {}) =>
  log.cases.list({ search: '', limit: 50, cursor: null, ...query })
const pseudonyms = ({ rows }: CasePage) => rows.map(({ patient }) => patient.pseudonym)
const found = (search: string) => pseudonyms(list({ search })).sort()

function addCase(pseudonym: string, description = '') {
  const patient = log.patients.add({ pseudonym, yearOfBirth: null, sex: 'unknown', skinType: null })
  return log.lesions.add({ patientId: patient.id, bodySite: 'back', description, origin: 'simulated' })
}

describe('the list of cases', () => {
  it('is empty at first', () => {
    expect(list()).toEqual({ rows: [], next: null, total: 0 })
  })

  it('shows the newest of everything', () => {
    const { operatorId, lesionId, lesion, patient } = addLesion(log)
    expect(list().rows).toEqual([
      { lesion, patient, lastChangedAt: lesion.createdAt, acquisitions: 0, answer: null, diagnosis: null },
    ])

    const { id, startedAt } = startAcquisition(log, { lesionId, operatorId })
    const answer = anAnswer({ probability: 0.1 + 0.2 })
    log.results.add({ acquisitionId: id, frames: [], recipe: aRecipe, answer })
    const finding = { label: 'benign', lesionClass: 'naevus', source: 'clinical' } as const
    const diagnosis = log.diagnoses.add({ lesionId, operatorId, ...finding })

    const page = list()
    expect(casePageSchema.parse(page)).toEqual(page)
    const { probability, label, threshold, withheld, demonstration } = answer
    expect(page.rows).toEqual([
      {
        lesion,
        patient,
        lastChangedAt: startedAt,
        acquisitions: 1,
        answer: { probability, label, threshold, withheld, demonstration },
        diagnosis,
      },
    ])
  })

  it('begins with the case that was measured last', () => {
    const { lesionId, operatorId } = addLesion(log, { pseudonym: 'old' })
    addCase('new')
    expect(pseudonyms(list())).toEqual(['new', 'old'])
    startAcquisition(log, { lesionId, operatorId })
    expect(pseudonyms(list())).toEqual(['old', 'new'])
  })

  it('meets every case exactly once, page by page, whatever is added meanwhile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(2), (limit, addedPerPage) => {
        const before = list({ limit: 200 }).total
        for (let index = 0; index < 8; index++) addCase(`${before}-${index}`)
        const expected = pseudonyms(list({ limit: 200 }))
        const met: string[] = []
        let cursor: string | null = null
        do {
          const page: CasePage = list({ limit, cursor })
          expect(page.rows.length).toBeLessThanOrEqual(limit)
          met.push(...pseudonyms(page))
          cursor = page.next
          for (let index = 0; index < addedPerPage; index++) addCase(`${before}-${met.length}-${index}-late`)
        } while (cursor)
        expect(met).toEqual(expected)
      }),
      { numRuns: 4 },
    )
  })

  it('tells cases of the same moment apart', () => {
    log.close()
    const clock = { timestamp: () => '2026-01-01T00:00:00.000Z', monotonicMs: () => 0 }
    log = openTestLog(log.path, { clock })
    for (const pseudonym of ['a', 'b', 'c']) addCase(pseudonym)
    const first = list({ limit: 2 })
    expect(pseudonyms(first)).toEqual(['c', 'b'])
    expect(pseudonyms(list({ limit: 2, cursor: first.next }))).toEqual(['a'])
  })

  it.each(['', 'nonsense', Buffer.from('[1,2]').toString('base64url')])(
    'refuses the cursor "%s"',
    (cursor) => {
      expect(() => list({ cursor })).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
    },
  )
})

describe('the search', () => {
  it('finds pseudonym, body site, description and notes', () => {
    addCase('other')
    const lesion = addCase('P-017', 'below the scapula')
    const { id: operatorId } = log.operators.ensure('Ada')
    log.notes.add({ lesionId: lesion.id, operatorId, text: 'Itches at night' })
    log.notes.add({ lesionId: lesion.id, operatorId, text: 'Photographed' })
    expect(found('P-017')).toEqual(['P-017'])
    expect(found('back')).toEqual(['P-017', 'other'])
    expect(found('scapula')).toEqual(['P-017'])
    expect(found('night')).toEqual(['P-017'])
    expect(found('photo')).toEqual(['P-017'])
    expect(found('Ada')).toEqual([])
  })

  it('counts what it found, and turns pages of it', () => {
    for (let index = 0; index < 5; index++) addCase(`match ${index}`)
    addCase('something else')
    const first = list({ search: 'match', limit: 3 })
    expect(first.total).toBe(5)
    expect(pseudonyms(first)).toEqual(['match 4', 'match 3', 'match 2'])
    const second = list({ search: 'match', limit: 3, cursor: first.next })
    expect(pseudonyms(second)).toEqual(['match 1', 'match 0'])
    expect(second).toMatchObject({ total: 5, next: null })
  })

  it('wants every word, anywhere, in any order', () => {
    addCase('P-1', 'left, 3 cm below the elbow')
    addCase('P-2', 'left knee')
    expect(found('elbow left')).toEqual(['P-1'])
    expect(found('3 cm elb')).toEqual(['P-1'])
    expect(found('left right')).toEqual([])
  })

  it('does not find a word that reaches from one field into the next', () => {
    addCase('P-1', 'elbow')
    expect(found('backelbow')).toEqual([])
  })

  it('knows no wildcards, no operators and no quotes', () => {
    addCase('percent', '50% brown')
    addCase('underscore', 'a_b')
    addCase('quote', `12" or 'so'`)
    addCase('star', 'NEAR(a*)')
    addCase('plain', '50 axb')
    expect(found('50%')).toEqual(['percent'])
    expect(found('%')).toEqual(['percent'])
    expect(found('a_b')).toEqual(['underscore'])
    expect(found('_')).toEqual(['underscore'])
    expect(found('12"')).toEqual(['quote'])
    expect(found('"')).toEqual(['quote'])
    expect(found(`'so'`)).toEqual(['quote'])
    expect(found('NEAR(a*)')).toEqual(['star'])
    expect(found('axb AND')).toEqual([])
  })

  it('ignores case and accents in any script', () => {
    addCase('Łódź', 'Fußrücken')
    addCase('Ἀθῆναι', '背部')
    addCase('Zoë', '😀😀😀')
    expect(found('fuss')).toEqual(['Łódź'])
    expect(found('RUCKEN')).toEqual(['Łódź'])
    expect(found('rücken')).toEqual(['Łódź'])
    expect(found('αθηναι')).toEqual(['Ἀθῆναι'])
    expect(found('背部')).toEqual(['Ἀθῆναι'])
    expect(found('背')).toEqual(['Ἀθῆναι'])
    expect(found('zoe')).toEqual(['Zoë'])
    expect(found('😀')).toEqual(['Zoë'])
    expect(found('😀😀😀')).toEqual(['Zoë'])
  })

  it('finds any part of any description', () => {
    const description = 'ab%_" ÄÖ 背部'
    addCase('P-1', description)
    fc.assert(
      fc.property(fc.nat(description.length - 1), fc.integer({ min: 1, max: 9 }), (from, length) => {
        expect(found(description.slice(from, from + length).trim())).toEqual(['P-1'])
      }),
    )
  })
})

describe('one case', () => {
  it('is opened with all that belongs to it, the newest first', () => {
    const { operatorId, lesionId, lesion, patient } = addLesion(log)
    const first = startAcquisition(log, { lesionId, operatorId })
    const second = startAcquisition(log, { lesionId, operatorId })
    const { probability, label, threshold, withheld, demonstration } = anAnswer()
    log.results.add({
      acquisitionId: first.id,
      frames: [],
      recipe: aRecipe,
      answer: anAnswer(),
    })
    const note = log.notes.add({ lesionId, operatorId, text: 'grows' })
    const detail = log.cases.open(lesionId)
    expect(caseDetailSchema.parse(detail)).toEqual(detail)
    expect(detail).toEqual({
      lesion,
      patient,
      acquisitions: [
        { ...second, answer: null },
        { ...first, answer: { probability, label, threshold, withheld, demonstration } },
      ],
      diagnoses: [],
      notes: [{ ...note, operatorName: 'Ada' }],
    })
  })

  it('that is not there is not found', () => {
    expect(() => log.cases.open('none')).toThrow(
      expect.objectContaining({
        code: 'storage.notFound',
        message: expect.stringContaining('lesion') as string,
      }),
    )
  })
})
