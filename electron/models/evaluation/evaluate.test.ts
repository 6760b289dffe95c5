import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { evaluate } from './evaluate'

describe('evaluate', () => {
  test('gives the figures of a small table worked out by hand', () => {
    const figures = evaluate(
      {
        patients: ['a', 'b', 'c', 'd', 'e'],
        targets: [1, 1, 0, 0, 0],
        probabilities: [0.9, 0.4, 0.5, 0.2, 0.1],
        oracleScores: [2, 1, 0, -1, -2],
      },
      0.5,
      1,
    )
    expect(figures).toMatchObject({ patients: 5, malignant: 2, sensitivity: 0.5, oracleAuc: 1 })
    expect(figures.specificity).toBeCloseTo(2 / 3, 12)
    expect(figures.accuracy).toBeCloseTo(3 / 5, 12)
    expect(figures.auc).toBeCloseTo(5 / 6, 12)
  })

  test('has intervals that hold the figure, repeat, and narrow with more patients', () => {
    const random = xoroshiro128plus(3)
    const cohort = (size: number) => {
      const targets = Array.from({ length: size }, (_, i) => i % 2)
      return {
        patients: targets.map((_, i) => `P${i}`),
        targets,
        probabilities: targets.map((target) => 0.7 * uniformFloat64(random) + 0.3 * target),
      }
    }
    const small = cohort(60)
    const figures = evaluate(small, 0.5, 1)
    expect(evaluate(small, 0.5, 1)).toEqual(figures)
    const [low, high] = figures.aucInterval
    expect(low).toBeLessThan(figures.auc)
    expect(high).toBeGreaterThan(figures.auc)
    const [lowOfMany, highOfMany] = evaluate(cohort(960), 0.5, 1).aucInterval
    // Four times narrower in the long run.
    expect(highOfMany - lowOfMany).toBeLessThan((high - low) / 2.5)
  })

  test('draws patients, not spectra: ten spectra of each patient tell no more than one', () => {
    const targets = Array.from({ length: 40 }, (_, i) => i % 2)
    const random = xoroshiro128plus(5)
    const probabilities = targets.map((target) => 0.7 * uniformFloat64(random) + 0.3 * target)
    const patients = targets.map((_, i) => `P${i}`)
    const tenfold = <Item>(items: Item[]) => items.flatMap((item) => Array<Item>(10).fill(item))
    const once = evaluate({ patients, targets, probabilities }, 0.5, 1)
    const repeated = evaluate(
      { patients: tenfold(patients), targets: tenfold(targets), probabilities: tenfold(probabilities) },
      0.5,
      1,
    )
    expect(repeated.patients).toBe(40)
    expect(repeated.aucInterval).toEqual(once.aucInterval)
  })
})
