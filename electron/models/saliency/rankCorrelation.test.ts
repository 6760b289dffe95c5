import { expect, test } from 'vitest'
import { rankCorrelation } from './rankCorrelation'

test('is that of SciPy', () => {
  // scipy.stats.spearmanr 1.10
  expect(rankCorrelation([1, 2, 2, 5, 3], [2, 1, 4, 9, 9])).toBeCloseTo(0.7894736842105264, 12)
  expect(rankCorrelation([1, 2, 3], [10, 20, 1000])).toBeCloseTo(1, 12)
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12)
})

test('is 0 where there is no order', () => {
  expect(rankCorrelation([4, 4, 4], [1, 2, 3])).toBe(0)
})
