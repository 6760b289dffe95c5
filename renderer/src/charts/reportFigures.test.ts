import { describe, expect, it } from 'vitest'
import type { EvaluationReport } from '../../../electron/contract/evaluation'
import {
  decisionFigure,
  learningCurveFigure,
  reportFigures,
  riskCoverageFigure,
  rocFigure,
} from './reportFigures'

const diagonal: [number, number][] = [
  [0, 0],
  [1, 1],
]
const curves: EvaluationReport['curves'] = {
  roc: [{ name: 'malignant', points: diagonal }],
  precisionRecall: [{ name: 'malignant', points: diagonal }],
  reliability: [{ said: 0.2, seen: 0.3, interval: [0.1, 0.5], spectra: 10, patients: 9 }],
  decision: [
    { threshold: 0, model: 0.49, all: 0.49 },
    { threshold: 0.9, model: 0.02, all: -4.1 },
  ],
  riskCoverage: [
    [0.5, 0.12],
    [1, 0.31],
  ],
}
const report = {
  model: { name: 'A' },
  classes: [{ name: 'benign' }, { name: 'malignant' }],
  curves,
  prevalence: null,
  outOfDistribution: null,
} as unknown as EvaluationReport

describe('rocFigure', () => {
  it('names classes of one model, and models where there are several', () => {
    const names = (models: string[]) =>
      rocFigure(models.map((name) => ({ name, curves }))).lines.map(({ name }) => name)
    expect(names(['A'])).toEqual(['malignant', 'Chance'])
    expect(names(['A', 'B'])).toEqual(['A', 'B', 'Chance'])
    const oracle = { auc: 0.9, interval: [0.8, 1] as [number, number], roc: diagonal }
    expect(rocFigure([{ name: 'A', curves, oracle }]).lines.map(({ name }) => name)).toEqual([
      ...['malignant', 'Oracle, upper bound', 'Chance'],
    ])
  })
})

describe('decisionFigure', () => {
  it('does not let the cost of acting on everyone flatten the rest', () => {
    expect(decisionFigure(report)?.yRange).toEqual([-0.15, 0.5])
  })

  it('is not there for more than two classes', () => {
    expect(decisionFigure({ ...report, curves: { ...curves, decision: [] } })).toBeNull()
  })
})

it('shows both ways to abstain where the model knows what is unfamiliar', () => {
  expect(riskCoverageFigure(report).lines).toHaveLength(1)
  const familiar = { spectra: 1, share: 0.1, accuracyOfFamiliar: 0.8, riskCoverage: diagonal }
  const figure = riskCoverageFigure({ ...report, outOfDistribution: familiar })
  expect(figure.lines.map(({ name }) => name)).toEqual(['Surest first', 'Most familiar first'])
  expect(figure.yRange).toEqual([0, 1])
})

it('draws what more patients would bring, where there were enough to learn from', () => {
  expect(learningCurveFigure(report)).toBeNull()
  const few = { patients: 12, spectra: 12, auc: null, interval: null }
  const half = { patients: 48, spectra: 48, auc: 0.7, interval: [0.6, 0.8] as [number, number] }
  const figure = learningCurveFigure({
    ...report,
    learningCurve: [{ system: 'pca-lda', points: [few, half] }],
  })
  expect(figure?.lines).toEqual([
    { name: 'pca-lda', points: [[48, 0.7]], intervals: [[0.6, 0.8]], dots: true },
  ])
})

it('leaves out what a report does not have', () => {
  expect(reportFigures(report)).toHaveLength(5)
  expect(reportFigures({ ...report, curves: { ...curves, decision: [] } })).toHaveLength(4)
})
