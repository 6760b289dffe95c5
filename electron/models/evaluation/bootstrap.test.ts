import { describe, expect, test } from 'vitest'
import { bootstrapDraws, bootstrapIntervals, percentileInterval } from './bootstrap'
import { prepareFigures } from './figures'
import { drawPredictions } from './fixtures'

describe('the bootstrap', () => {
  test('leaves out resamples without the figure, and gives no interval where these are most', () => {
    const draws = Array.from({ length: 101 }, (_, i) => i)
    expect(percentileInterval(draws)).toEqual([2.5, 97.5])
    expect(percentileInterval([...draws, ...Array<number>(100).fill(NaN)])).toEqual([2.5, 97.5])
    expect(percentileInterval([...draws, ...Array<number>(102).fill(NaN)])).toEqual([NaN, NaN])
  })

  test('draws as many patients as there are, with all their spectra', () => {
    const draws = bootstrapDraws(
      ['a', 'b', 'b', 'c'],
      ([a, b, alsoB, c]) => ({ patients: a! + b! + c!, apart: b! - alsoB! }),
      { seed: 1, resamples: 50 },
    )
    for (const draw of draws) expect(draw).toEqual({ patients: 3, apart: 0 })
  })

  test('has intervals that hold the truth in about 95 of 100 cohorts', () => {
    // The area of two normal distributions one standard deviation apart.
    const truth = 0.760_249_938_906_52
    const held = Array.from({ length: 100 }, (_, seed) => {
      const predictions = drawPredictions({ seed, patients: 120, separation: 1 })
      const figures = prepareFigures(predictions, 0.5)
      const [low, high] = bootstrapIntervals(predictions.patients, figures, { seed, resamples: 300 }).auc
      return low <= truth && truth <= high
    })
    const share = held.filter(Boolean).length
    // 95 give or take three standard deviations of the binomial.
    expect(share).toBeGreaterThanOrEqual(88)
  })
})
