import { expect, it } from 'vitest'
import { runningMedian } from './runningMedian'

it('is the median of the values around each', () => {
  const values = Float64Array.of(5, 1, 4, 4, 9, 2, 2, 8)
  const expected = values.map((_, i) => {
    const window = values.slice(Math.max(0, i - 2), i + 3).sort()
    return window[window.length >> 1]!
  })
  expect([...runningMedian(values, 2)]).toEqual([...expected])
})

it('takes a few values, or none', () => {
  expect([...runningMedian(Float64Array.of(3, 1), 8)]).toEqual([3, 3])
  expect([...runningMedian(new Float64Array(0), 8)]).toEqual([])
})
