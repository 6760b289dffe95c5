import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  caseDetailSchema,
  casePageSchema,
  NO_FILTERS,
  type CaseFilters,
  type CasePage,
  type CaseQuery,
} from '../../contract/cases'
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
    expect(list()).toEqual({ rows: [], next: null, total: 0, uncounted: false })
  })

  it('shows the newest of everything', () => {
    const { operatorId, lesionId, lesion, patient } = addLesion(log)
    expect(list().rows).toEqual([
      {
        lesion,
        patient,
        lastChangedAt: lesion.createdAt,
        acquisitions: 0,
        answer: null,
        combined: null,
        diagnosis: null,
      },
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
        combined: log.cases.open(lesionId).combined,
        diagnosis,
      },
    ])
    expect(page.rows[0]!.combined).toMatchObject({ probability, spots: 1 })
  })

  it('begins anywhere, and knows where a day begins', () => {
    for (let index = 0; index < 7; index++) addCase(`P-${index}`)
    expect(pseudonyms(list({ limit: 2, offset: 3 }))).toEqual(['P-3', 'P-2'])
    const first = list({ limit: 2 })
    const later = list({ limit: 2, offset: 2, cursor: first.next })
    expect(pseudonyms(later)).toEqual(['P-2', 'P-1'])
    expect(pseudonyms(list({ cursor: later.next }))).toEqual(['P-0'])
    expect(list({ offset: 99 })).toEqual({ rows: [], next: null, total: null, uncounted: false })
    const all = { search: 'P-', filters: NO_FILTERS }
    expect(log.cases.placeOf(all, '2025-12-31')).toBe(7)
    expect(log.cases.placeOf(all, '2026-01-01')).toBe(0)
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
    expect(second).toMatchObject({ total: null, next: null })
  })

  it('finds in the same order and number what most cases hold', () => {
    log.together(() => {
      for (let index = 0; index < 1010; index++) addCase(`common ${index}`, index % 5 === 0 ? 'seldom' : '')
    })
    const { rows, total } = list({ search: 'common', limit: 2 })
    expect([rows[0]!.patient.pseudonym, total]).toEqual(['common 1009', 1010])
    expect(pseudonyms(list({ search: 'seldom common', limit: 2 }))).toEqual(['common 1005', 'common 1000'])
    const filters = { ...NO_FILTERS, bodySites: ['arm' as const] }
    expect(list({ search: 'common', filters })).toMatchObject({ rows: [], total: 0 })
    const { id: operatorId } = log.operators.ensure('Ada')
    log.records.deleteLesion({ lesionId: rows[0]!.lesion.id, operatorId, reason: 'double' })
    expect(list({ search: 'common' })).toMatchObject({ total: 1009 })
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
        { ...second, answer: null, spot: 'spot 1' },
        { ...first, answer: { probability, label, threshold, withheld, demonstration }, spot: 'spot 1' },
      ],
      combined: {
        probability,
        label,
        threshold,
        spot: 'spot 1',
        spots: 1,
        spotsMeasured: 1,
        modelName: 'paper-cnn',
        modelHash: 'model-hash',
      },
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

describe('filters', () => {
  const filtered = (filters: Partial<CaseFilters>) =>
    pseudonyms(list({ filters: { ...NO_FILTERS, ...filters } })).sort()

  beforeEach(() => {
    const { operatorId, lesionId } = addLesion(log, { pseudonym: 'judged' })
    const { id } = startAcquisition(log, { lesionId, operatorId })
    log.acquisitions.finish(id, { status: 'complete' })
    const answer = anAnswer({ label: 'malignant', model: { name: 'm', hash: 'first', simulated: true } })
    log.results.add({ acquisitionId: id, frames: [], recipe: aRecipe, answer })
    const benign = { lesionId, operatorId, label: 'benign', lesionClass: 'naevus' } as const
    log.diagnoses.add({ ...benign, source: 'histopathology' })
    log.diagnoses.add({ ...benign, label: 'malignant', lesionClass: 'melanoma', source: 'clinical' })

    const bad = addLesion(log, { pseudonym: 'bad', origin: 'simulated' })
    const again = startAcquisition(log, { lesionId: bad.lesionId, operatorId })
    log.acquisitions.finish(again.id, { status: 'complete' })
    const withheld = { probability: null, label: null, withheld: 'quality' } as const
    log.results.add({ acquisitionId: again.id, frames: [], recipe: aRecipe, answer: anAnswer(withheld) })
    addLesion(log, { pseudonym: 'real', origin: 'instrument' })
    addCase('typeless')
  })

  it('by what the newest answer says, or that there is none', () => {
    expect(filtered({ answers: ['malignant'] })).toEqual(['judged'])
    expect(filtered({ answers: ['quality', 'none'] })).toEqual(['bad', 'real', 'typeless'])
    expect(filtered({ models: ['first'] })).toEqual(['judged'])
  })

  it('by the diagnosis that counts, which is that of histopathology, or that it is missing', () => {
    expect(filtered({ diagnoses: ['naevus'] })).toEqual(['judged'])
    expect(filtered({ diagnoses: ['melanoma'] })).toEqual([])
    expect(filtered({ diagnoses: ['none'] })).toEqual(['bad', 'real', 'typeless'])
    expect(list({ search: 'judged' }).rows[0]?.diagnosis?.lesionClass).toBe('naevus')
  })

  it('by site, skin type, origin and day, together with words', () => {
    expect(filtered({ bodySites: ['back'] })).toEqual(['typeless'])
    expect(filtered({ skinTypes: [0] })).toEqual(['typeless'])
    expect(filtered({ skinTypes: [2], origins: ['simulated'] })).toEqual(['bad', 'judged'])
    expect(filtered({ from: '2026-01-01', to: '2026-01-01' })).toHaveLength(4)
    expect(filtered({ from: '2026-01-02' })).toEqual([])
    const both = { ...NO_FILTERS, origins: ['simulated' as const] }
    expect(pseudonyms(list({ search: 'elbow', filters: both })).sort()).toEqual(['bad', 'judged'])
  })

  it('find what a plain look through all cases finds', () => {
    const all = list().rows
    const lists = fc.record({
      answers: fc.subarray(['malignant', 'quality', 'none'] as const),
      skinTypes: fc.subarray([0, 2]),
      origins: fc.subarray(['simulated', 'instrument'] as const),
    })
    fc.assert(
      fc.property(lists, ({ answers, skinTypes, origins }) => {
        const wanted = all.filter(
          ({ answer, patient, lesion }) =>
            (answers.length === 0 ||
              answers.some((each) => each === (answer?.label ?? answer?.withheld ?? 'none'))) &&
            (skinTypes.length === 0 || skinTypes.includes(patient.skinType ?? 0)) &&
            (origins.length === 0 || origins.some((each) => each === lesion.origin)),
        )
        const { rows, total } = list({ filters: { ...NO_FILTERS, answers, skinTypes, origins } })
        expect(rows).toEqual(wanted)
        expect(total).toBe(wanted.length)
      }),
    )
  })
})
