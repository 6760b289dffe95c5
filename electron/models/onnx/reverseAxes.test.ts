import { expect, test } from 'vitest'
import { reverseAxes } from './reverseAxes'

test('the first axis becomes the last, and twice is nothing', () => {
  const values = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
  const turned = reverseAxes(values, [2, 3, 2])
  expect([...turned]).toEqual([0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11])
  expect(reverseAxes(turned, [2, 3, 2])).toEqual(values)
})
