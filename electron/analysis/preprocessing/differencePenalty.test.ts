import { expect, it } from 'vitest'
import { differencePenalty } from './differencePenalty'

it("is D'D", () => {
  const [diagonal, near, far] = differencePenalty(5, 2)
  expect(Array.from(diagonal!)).toEqual([1, 5, 6, 5, 1])
  expect(Array.from(near!)).toEqual([-2, -4, -4, -2])
  expect(Array.from(far!)).toEqual([1, 1, 1])
})

it.each([1, 2, 3])('does not feel a polynomial below order %i', (order) => {
  const n = 12
  const bands = differencePenalty(n, order)
  const element = (i: number, j: number) => bands[Math.abs(i - j)]?.[Math.min(i, j)] ?? 0
  const y = Float64Array.from({ length: n }, (_, i) => i ** (order - 1))
  for (let i = 0; i < n; i++) expect(y.reduce((sum, value, j) => sum + element(i, j) * value, 0)).toBe(0)
})
