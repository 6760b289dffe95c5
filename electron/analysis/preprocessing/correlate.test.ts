import fc from 'fast-check'
import { expect, it } from 'vitest'
import { correlate, weightedSum } from './correlate'

const doubles = (minLength: number, maxLength: number) =>
  fc.float64Array({ minLength, maxLength, min: -1e3, max: 1e3, noNaN: true })

it('is the weighted sum at every place', () => {
  fc.assert(
    fc.property(doubles(1, 5), doubles(5, 30), (weights, y) => {
      const sums = correlate(y, weights)
      expect(sums).toHaveLength(y.length - weights.length + 1)
      for (const [i, sum] of sums.entries()) expect(sum).toBeCloseTo(weightedSum(y, i, weights), 6)
    }),
  )
})
