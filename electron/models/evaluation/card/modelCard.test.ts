import { describe, expect, test } from 'vitest'
import { evaluateModel, type EvaluationTask } from '../evaluateModel'
import { drawPredictions } from '../fixtures'
import { modelCard } from './modelCard'

const task: EvaluationTask = {
  model: {
    name: '<script>alert("x")</script>',
    system: 'cnn5',
    hash: null,
    provenance: 'Trained on drawn patients & nobody else.',
    origin: 'simulated',
  },
  data: { name: 'd', hash: null, origin: 'simulated', patientsKnown: true, excludedPatients: 0 },
  predictions: drawPredictions({ seed: 8, patients: 80, separation: 1.5 }),
  operatingPoint: { threshold: 0.4, rule: 'by hand', chosenOn: [] },
  baseline: null,
  leakage: [],
  prevalence: null,
  outlierScores: null,
  seed: 1,
  resamples: 50,
}
const about = { softwareVersion: '0.1.0', createdAt: '2026-01-02T03:04:05Z', facts: [['Seed', '7']] as const }
const cardOf = (changes: Partial<EvaluationTask> = {}) =>
  modelCard(evaluateModel({ ...task, ...changes }), about)

describe('modelCard', () => {
  test('says what it is, and what not', () => {
    const card = cardOf()
    expect(card).toContain('Research software, not a medical device')
    expect(card).toContain('Simulated patients')
    expect(card).toContain('Better than chance')
    expect(card).toContain('Stokes 0.1.0, 2026-01-02T03:04:05Z')
    expect(card.match(/<svg[^>]*role="img"/g)).toHaveLength(5)
    const { origin: _, ...model } = task.model
    const real = cardOf({
      model: { ...model, origin: 'instrument' },
      data: { ...task.data, origin: 'instrument' },
    })
    expect(real).not.toMatch(/simulated<\/span>|Simulated patients/)
  })

  test('of several classes has the figures of what it answers, too', () => {
    const { patients, targets, probabilities } = task.predictions
    const three = {
      classes: ['benign', 'dysplastic', 'malignant'],
      patients,
      targets: Array.from(targets, (target, row) => (target === 1 ? 2 : row % 2)),
      probabilities: Array.from(probabilities).flatMap((p) => [(1 - p) / 2, (1 - p) / 2, p]),
    }
    const question = { classes: ['benign', 'malignant'] as const, positive: [2] }
    const operatingPoint = { threshold: 0.3, rule: 'by hand', chosenOn: [] }
    const card = cardOf({ predictions: three, malignancy: { question, operatingPoint, prevalence: null } })
    expect(card).toMatch(/taken as benign or malignant/)
    expect(card.match(/said dysplastic/g)).toHaveLength(1)
    // A decision curve is of two classes alone.
    expect(card.match(/<svg[^>]*role="img"/g)).toHaveLength(4 + 5)
    expect(card).not.toMatch(/NaN|undefined|\[object/)
  })

  test('says when a model is no better than chance', () => {
    const card = cardOf({ predictions: drawPredictions({ seed: 4, patients: 60, separation: 0 }) })
    expect(card).toContain('Not distinguishable from chance')
    expect(card).not.toContain('Better than chance')
  })

  test('runs nothing and fetches nothing', () => {
    const card = cardOf()
    expect(card).not.toMatch(/<script|<link|<img|https?:|url\(|@import|\son\w+=/)
    expect(card).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;')
    expect(card).toContain('drawn patients &amp; nobody else')
    expect(card).not.toMatch(/NaN|undefined|\[object/)
  })
})
