import fc from 'fast-check'
import { expect, it } from 'vitest'
import { median } from './median'

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 60 })

it('is the middle of the sorted values', () => {
  fc.assert(
    fc.property(values, (list) => {
      const sorted = list.toSorted((a, b) => a - b)
      const upper = sorted[sorted.length >> 1]!
      const lower = sorted[(sorted.length - 1) >> 1]!
      // Plus 0: which of two zeros is the middle one does not matter.
      expect(median(Float64Array.from(list)) + 0).toBe((lower + upper) / 2 + 0)
    }),
  )
})

it('finds its way through ties', () => {
  expect(median(new Float64Array(1000).fill(3))).toBe(3)
  expect(median(Float64Array.of(2, 1, 2, 2, 1, 2))).toBe(2)
})

it('leaves its input as it was', () => {
  const list = Float64Array.of(3, 1, 2)
  median(list)
  expect(Array.from(list)).toEqual([3, 1, 2])
})
