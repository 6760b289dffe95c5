import { describe, expect, test } from 'vitest'
import { evaluationReportSchema } from '../../contract/evaluation'
import { evaluateModel, type EvaluationTask } from './evaluateModel'
import { drawPredictions } from './fixtures'
import { saidClasses, type Predictions } from './predictions'

function taskOf(predictions: Predictions, changes: Partial<EvaluationTask> = {}): EvaluationTask {
  return {
    model: {
      name: 'a',
      system: 'cnn5',
      hash: null,
      provenance: 'Trained on drawn patients.',
      origin: 'simulated',
    },
    data: { name: 'd', hash: null, origin: 'simulated', patientsKnown: true, excludedPatients: 3 },
    predictions,
    operatingPoint: { threshold: 0.4, rule: 'by hand', chosenOn: ['someone else'] },
    baseline: null,
    leakage: [],
    prevalence: { site: 0.1, calibratedAt: 0.5 },
    outlierScores: null,
    seed: 1,
    resamples: 100,
    ...changes,
  }
}

const drawn = drawPredictions({ seed: 8, patients: 150, spectraEach: 2, separation: 1.5 })
const predictions: Predictions = {
  ...drawn,
  groups: {
    skinType: drawn.patients.map((_, row) => (row < 280 ? 'II' : row < 290 ? 'V' : null)),
    lesion: Array.from(drawn.targets, (target) => (target === 1 ? 'melanoma' : 'nevus')),
  },
}

describe('evaluateModel', () => {
  test('gives a report that is JSON, that holds its schema, and that repeats', () => {
    const baseline = {
      predictions: drawPredictions({ seed: 8, patients: 150, spectraEach: 2, separation: 0.4 }),
      threshold: 0.5,
    }
    const outlierScores = drawn.patients.map((_, row) => (row % 10 === 0 ? 1.5 : 0.5))
    const task = taskOf(predictions, { baseline, outlierScores })
    const report = evaluateModel(task)
    const written: unknown = JSON.parse(JSON.stringify(report))
    expect(evaluationReportSchema.parse(written)).toEqual(report)
    expect(evaluateModel(task)).toEqual(report)
    expect(report).toMatchObject({ n: 300, patients: 150, distinguishable: true })
    expect(report.outOfDistribution).toMatchObject({ spectra: 30, share: 0.1 })
    expect(report.baselineMetadataOnly?.aucDifference.value).toBeGreaterThan(0)
    for (const name of ['accuracy', 'auc', 'f1', 'sensitivity', 'specificity'] as const) {
      const [low, high] = report.intervals[name]!
      expect(low).toBeLessThan(report.metrics[name]!)
      expect(high).toBeGreaterThan(report.metrics[name]!)
    }
    const right = [...saidClasses(drawn, 0.4)].filter((said, row) => said === drawn.targets[row]).length
    expect(report.metrics.accuracy).toBeCloseTo(right / 300, 12)
    expect(report.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(300)
  })

  test('tells the groups apart, and where they are too few', () => {
    const { subgroups } = evaluateModel(taskOf(predictions))
    const shown = subgroups.map(({ by, group, n, tooFew }) => ({ by, group, n, tooFew }))
    expect(shown).toContainEqual({ by: 'skinType', group: 'II', n: 280, tooFew: false })
    expect(shown).toContainEqual({ by: 'skinType', group: 'V', n: 10, tooFew: true })
    expect(shown).toContainEqual({ by: 'skinType', group: 'not recorded', n: 10, tooFew: true })
    const melanoma = subgroups.find(({ group }) => group === 'melanoma')!
    expect(melanoma.tooFew).toBe(false)
    expect(melanoma.metrics.sensitivity).toBeGreaterThan(0.5)
    expect(melanoma.metrics).toMatchObject({ specificity: null, auc: null })
    expect(melanoma.intervals.specificity).toBeNull()
  })

  test('says what must be known before its figures', () => {
    const chance = drawPredictions({ seed: 4, patients: 25, separation: 0 })
    const report = evaluateModel(
      taskOf(chance, {
        data: { name: 'd', hash: null, origin: 'instrument', patientsKnown: false, excludedPatients: 0 },
        leakage: [{ kind: 'nearDuplicates', text: '4 spectra are nearly the same.', tip: 'Remove them.' }],
      }),
    )
    expect(report.distinguishable).toBe(false)
    const caveats = report.caveats.join('\n')
    for (const said of [
      'Not distinguishable from chance',
      'Simulated patients',
      'Trained on simulated spectra, evaluated on instrument ones',
      'optimistic',
      '4 spectra are nearly the same.',
      'Few patients',
      'biased upward',
    ])
      expect(caveats).toContain(said)
  })

  test('evaluates three classes', () => {
    const targets = Array.from({ length: 90 }, (_, row) => row % 3)
    const three: Predictions = {
      classes: ['benign', 'dysplastic', 'malignant'],
      patients: targets.map((_, row) => `P${row}`),
      targets,
      probabilities: targets.flatMap((target, row) =>
        [0, 1, 2].map((index) => (index === (row % 5 === 0 ? (target + 1) % 3 : target) ? 0.6 : 0.2)),
      ),
    }
    const report = evaluateModel(taskOf(three))
    expect(evaluationReportSchema.parse(report)).toEqual(report)
    expect(report.metrics.accuracy).toBeCloseTo(0.8, 12)
    expect(report.metrics.calibrationSlope).toBeNull()
    expect(report.operatingPoint.threshold).toBeNull()
    expect(report.prevalence).toBeNull()
    expect(report.curves.roc).toHaveLength(3)
    expect(report.curves.decision).toEqual([])
    expect(report.malignancy).toBeUndefined()

    const question = { classes: ['benign', 'malignant'] as const, positive: [2] }
    const operatingPoint = { threshold: 0.3, rule: 'by hand', chosenOn: [] }
    const prevalence = { site: 0.1, calibratedAt: 1 / 3 }
    const baseline = { predictions: three, threshold: 0.5 }
    const asked = evaluateModel(
      taskOf(three, { baseline, malignancy: { question, operatingPoint, prevalence } }),
    )
    expect(evaluationReportSchema.parse(JSON.parse(JSON.stringify(asked)))).toEqual(asked)
    const two = asked.malignancy!
    expect(two.classes.map(({ name, spectra }) => [name, spectra])).toEqual([
      ['benign', 60],
      ['malignant', 30],
    ])
    // Of every five malignant ones, four have 0.6 and one has 0.2; none of the others' own class has more.
    expect(two.confusion[1]).toEqual([6, 24])
    expect(two.metrics.sensitivity).toBeCloseTo(24 / 30, 12)
    expect(two.operatingPoint).toEqual({ threshold: 0.3, rule: 'by hand' })
    expect(two.prevalence?.ppv).toBeGreaterThan(0)
    expect(two.curves.decision.length).toBeGreaterThan(0)
    expect(two.baselineMetadataOnly?.aucDifference.value).toBe(0)
  })

  test('refuses patients that chose the operating point', () => {
    const operatingPoint = { threshold: 0.4, rule: 'by hand', chosenOn: ['P7'] }
    expect(() => evaluateModel(taskOf(predictions, { operatingPoint }))).toThrow(
      expect.objectContaining({ code: 'dataset.patientInTwoParts' }),
    )
  })
})
