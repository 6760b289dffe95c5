import { expect, it } from 'vitest'
import { differencePenalty } from './differencePenalty'

it("is lam D'D", () => {
  const [diagonal, near, far] = differencePenalty(5, 2, 2)
  expect(Array.from(diagonal!)).toEqual([2, 10, 12, 10, 2])
  expect(Array.from(near!)).toEqual([-4, -8, -8, -4])
  expect(Array.from(far!)).toEqual([2, 2, 2])
})

it.each([1, 2, 3])('does not feel a polynomial below order %i', (order) => {
  const n = 12
  const bands = differencePenalty(n, 1, order)
  const element = (i: number, j: number) => bands[Math.abs(i - j)]?.[Math.min(i, j)] ?? 0
  const y = Float64Array.from({ length: n }, (_, i) => i ** (order - 1))
  for (let i = 0; i < n; i++) expect(y.reduce((sum, value, j) => sum + element(i, j) * value, 0)).toBe(0)
})
