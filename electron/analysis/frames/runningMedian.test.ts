import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runningMedian } from './runningMedian'

it('is the median of the values around each', () => {
  const values = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 60 })
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 8 }), (list, halfWidth) => {
      const expected = list.map((_, i) => {
        const window = list.slice(Math.max(0, i - halfWidth), i + halfWidth + 1).toSorted((a, b) => a - b)
        return window[window.length >> 1]
      })
      expect([...runningMedian(Float64Array.from(list), halfWidth)]).toEqual(expected)
    }),
  )
})

it('takes a few values, or none', () => {
  expect([...runningMedian(Float64Array.of(3, 1), 8)]).toEqual([3, 3])
  expect([...runningMedian(new Float64Array(0), 8)]).toEqual([])
})
