import { describe, expect, test } from 'vitest'
import { drawPredictions } from './fixtures'
import { permutationTest } from './permutationTest'

describe('permutationTest', () => {
  test.each([1, 5])(
    'calls chance chance in at least 19 of 20 seeds, with %i spectra a patient',
    (spectraEach) => {
      const found = Array.from({ length: 20 }, (_, seed) => {
        const predictions = drawPredictions({ seed, patients: 100, spectraEach, separation: 0 })
        return permutationTest(predictions, { seed, permutations: 300 }).distinguishable
      })
      expect(found.filter(Boolean).length).toBeLessThanOrEqual(1)
    },
  )

  test('finds what there is, and says how surely', () => {
    const predictions = drawPredictions({ seed: 1, patients: 100, separation: 1.5 })
    expect(permutationTest(predictions, { seed: 1, permutations: 199 })).toEqual({
      p: 1 / 200,
      alpha: 0.01,
      permutations: 199,
      distinguishable: true,
    })
  })

  test('takes a model that is wrong for none better than chance', () => {
    const { probabilities, ...rest } = drawPredictions({ seed: 1, patients: 100, separation: 1.5 })
    const inverted = { ...rest, probabilities: Array.from(probabilities, (p) => 1 - p) }
    expect(permutationTest(inverted, { seed: 1, permutations: 199 }).p).toBe(1)
  })

  test('is not fooled by many spectra of few patients', () => {
    // Two patients of each class, told apart without an error: one deal in six is as good.
    const patients = ['a', 'b', 'c', 'd'].flatMap((patient) => Array<string>(50).fill(patient))
    const targets = patients.map((patient) => Number(patient > 'b'))
    const result = permutationTest(
      { classes: ['benign', 'malignant'], patients, targets, probabilities: targets },
      { seed: 3, permutations: 600 },
    )
    expect(result.p).toBeGreaterThan(0.1)
    expect(result.p).toBeLessThan(0.25)
  })

  test('ranks each of three classes, also where one is missing', () => {
    const targets = Array.from({ length: 60 }, (_, row) => row % 3)
    const patients = targets.map((_, row) => `P${row}`)
    const probabilities = targets.flatMap((target) =>
      [0, 1, 2].map((index) => (index === target ? 0.6 : 0.2)),
    )
    const classes = ['benign', 'dysplastic', 'malignant']
    const three = { classes, patients, targets, probabilities }
    expect(permutationTest(three, { seed: 1, permutations: 199 }).distinguishable).toBe(true)
    const relabelled = { ...three, targets: targets.map((target) => Math.min(target, 1)) }
    expect(permutationTest(relabelled, { seed: 1, permutations: 199 }).distinguishable).toBe(true)
  })
})
