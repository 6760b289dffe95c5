import { describe, expect, it } from 'vitest'
import type { EvaluationReport } from '../../contract/evaluation'
import type { Comparison } from '../../contract/learning'
import { promotionObjections, requirePromotable, type PromotionCase } from './promotion'

const report = {
  metrics: { auc: 0.9 },
  intervals: { auc: [0.85, 0.95] },
  classes: [{ name: 'benign' }, { name: 'malignant' }],
  distinguishable: true,
  permutation: { p: 0.001, alpha: 0.01, permutations: 1000 },
} as unknown as EvaluationReport

function compared(difference: number, lower: number, patients = 240): Comparison {
  const interval: [number, number] = [lower, difference + 0.05]
  const figures = [
    { figure: 'auc' as const, first: 0.9, second: 0.9 - difference, difference, interval, p: 0.5 },
  ]
  return { spectra: patients, patients, figures }
}

const good: PromotionCase = {
  candidate: { name: 'new', origin: 'simulated' },
  report,
  damage: null,
  serving: { name: 'old' },
  comparison: compared(0.02, -0.01),
}
const objections = (changes: Partial<PromotionCase>) => promotionObjections({ ...good, ...changes }).join(' ')

describe('a candidate', () => {
  it('is promoted where it is better and surely not much worse', () => {
    expect(promotionObjections(good)).toEqual([])
  })

  it('of several classes is judged by what it answers', () => {
    const several = {
      ...report,
      classes: [{ name: 'benign' }, { name: 'dysplastic' }, { name: 'malignant' }],
    } as EvaluationReport
    expect(objections({ report: several })).toMatch(/tells benign, dysplastic, malignant apart/)
    expect(objections({ report: { ...several, malignancy: report } })).toBe('')
    expect(objections({ report: { ...several, malignancy: { ...report, distinguishable: false } } })).toMatch(
      /not distinguishable/,
    )
  })

  it('needs no comparison where nothing serves', () => {
    expect(promotionObjections({ ...good, serving: null, comparison: null })).toEqual([])
  })

  it.each([
    ['is not better', { comparison: compared(0, -0.01) }, /not higher .* 240 .*0.900 against 0.900/],
    ['is worse', { comparison: compared(-0.03, -0.1) }, /not higher/],
    ['may be much worse', { comparison: compared(0.01, -0.02) }, /worse by more than 0.02 .*-0.020 to 0.060/],
    ['shares too few patients', { comparison: compared(0.1, 0.05, 19) }, /Only 19/],
    ['cannot be compared', { comparison: null }, /cannot be compared with old/],
    ['has no figures', { report: null }, /no figures/],
    ['is chance', { report: { ...report, distinguishable: false } }, /not distinguishable .*0.001/],
    ['is damaged', { damage: 'The bundle was changed.' }, /was changed/],
    ['is of files', { candidate: { name: 'new', origin: 'replayed' } }, /replayed/],
    [
      'says something else',
      { report: { ...report, classes: [...report.classes, { name: 'other', spectra: 1, patients: 1 }] } },
      /benign or malignant/,
    ],
  ] satisfies [string, Partial<PromotionCase>, RegExp][])('that %s is refused', (_, changes, why) => {
    expect(objections(changes)).toMatch(why)
  })

  it('is refused with every reason', () => {
    const verdict = {
      use: 'simulated',
      serving: null,
      comparison: null,
      objections: ['One.', 'Two.'],
    } as const
    expect(() => {
      requirePromotable('new', { ...verdict, objections: [...verdict.objections] })
    }).toThrow(
      expect.objectContaining({
        code: 'registry.refused',
        message: expect.stringMatching('One. Two.') as string,
      }),
    )
  })
})
