import { expect, it } from 'vitest'
import { sameNumbers } from './sameNumbers'

it('compares numbers, not arrays', () => {
  const axis = Float64Array.of(1, 2, 3)
  expect(sameNumbers(axis, axis)).toBe(true)
  expect(sameNumbers(axis, axis.slice())).toBe(true)
  expect(sameNumbers(new Float64Array(), new Float64Array())).toBe(true)
  for (const other of [[1, 2], [1, 2, 3, 4], [1, 2, 4], []])
    expect(sameNumbers(axis, Float64Array.from(other))).toBe(false)
})
