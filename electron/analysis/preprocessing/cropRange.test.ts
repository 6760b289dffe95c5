import { expect, it } from 'vitest'
import { cropRange } from './cropRange'

const axis = Float64Array.of(500, 600, 700, 800, 900)

it.each([
  [{ lo: 600, hi: 800, margin: 0 }, 1, 4],
  [{ lo: 601, hi: 799, margin: 0 }, 2, 3],
  [{ lo: 600, hi: 800, margin: 1 }, 0, 5],
  [{ lo: 600, hi: 800, margin: 9 }, 0, 5],
  [{ lo: 0, hi: 650, margin: 0 }, 0, 2],
])('%o keeps from %i to %i', (parameters, start, end) => {
  expect(cropRange(axis, parameters)).toEqual({ start, end })
})

it.each([
  [0, 499],
  [901, 1000],
  [610, 690],
])('refuses %i to %i, where there is no point', (lo, hi) => {
  expect(() => cropRange(axis, { lo, hi, margin: 1 })).toThrow(
    expect.objectContaining({ code: 'axis.notCovered' }) as Error,
  )
})
