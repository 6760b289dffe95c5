import { expect, it } from 'vitest'
import { theilSenSlope } from './theilSenSlope'

const line = (slope: number, count = 40) =>
  Array.from({ length: count }, (_, x) => [x, 7 + slope * x] as const)

it('finds the slope of a line', () => {
  expect(theilSenSlope(line(-0.25))).toBeCloseTo(-0.25, 12)
})

it('sees growth beneath peaks that a quarter of the samples has', () => {
  const swinging = line(2).map(([x, y]) => [x, x % 4 === 3 ? y + 1000 * (x % 8) : y] as const)
  expect(theilSenSlope(swinging)).toBeCloseTo(2, 12)
})

it('is no number where there is no line', () => {
  expect(theilSenSlope([])).toBeNaN()
  expect(theilSenSlope(line(1, 1))).toBeNaN()
})
