import fc from 'fast-check'
import { expect, it } from 'vitest'
import { snv } from './snv'

const varied = fc
  .float64Array({ minLength: 3, maxLength: 200, min: -1e6, max: 1e6, noNaN: true })
  .filter((y) => Math.max(...y) - Math.min(...y) > 1e-3)

const moments = (y: Float64Array) => {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  return { mean, variance: y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length }
}

it('has mean 0 and standard deviation 1', () => {
  fc.assert(
    fc.property(varied, (y) => {
      const { mean, variance } = moments(snv(y, { ddof: 0 }))
      expect(Math.abs(mean)).toBeLessThan(1e-12)
      expect(variance).toBeCloseTo(1, 12)
    }),
  )
})

it('takes a degree of freedom where asked to', () => {
  const y = Float64Array.of(1, 2, 4)
  const [population, sample] = [snv(y, { ddof: 0 }), snv(y, { ddof: 1 })]
  for (const [i, value] of sample.entries()) expect(value).toBeCloseTo(population[i]! * Math.sqrt(2 / 3), 14)
})

it('keeps its digits on a high offset', () => {
  const y = Float64Array.from({ length: 500 }, (_, i) => 1e9 + Math.sin(i))
  const { mean, variance } = moments(snv(y, { ddof: 0 }))
  expect(Math.abs(mean)).toBeLessThan(1e-12)
  expect(variance).toBeCloseTo(1, 12)
})

it.each([
  ['a constant', new Float64Array(64).fill(0.1)],
  ['rounding on a constant', new Float64Array(64).map((_, i) => 5 + (i % 2) * 2e-15)],
  ['a single point', Float64Array.of(3)],
])('refuses %s', (_, y) => {
  for (const ddof of [0, 1]) {
    expect(() => snv(y, { ddof })).toThrow(expect.objectContaining({ code: 'spectrum.constant' }) as Error)
  }
})
