import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeStep } from '../../contract/recipe'
import { savgol } from './savgol'
import { savgolWeights } from './savgolWeights'

const parameters = (overrides: object = {}) => completeStep({ step: 'savgol', ...overrides })

const filter = fc
  .record({ half: fc.integer({ min: 1, max: 15 }), order: fc.integer({ min: 0, max: 6 }) })
  .filter(({ half, order }) => order <= 2 * half)

describe('savgol', () => {
  it('keeps a polynomial up to its order, also at the ends', () => {
    const coefficients = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 })
    fc.assert(
      fc.property(filter, coefficients, ({ half, order }, all) => {
        const polynomial = (x: number) => all.slice(0, order + 1).reduce((sum, c, k) => sum + c * x ** k, 0)
        const y = Float64Array.from({ length: 60 }, (_, i) => polynomial(i / 30 - 1))
        const smooth = savgol(y, parameters({ window: 2 * half + 1, order }))
        for (const [i, value] of y.entries()) expect(smooth[i]).toBeCloseTo(value, 11)
      }),
    )
  })

  it('differentiates in units of delta', () => {
    const delta = 0.25
    const y = Float64Array.from({ length: 40 }, (_, i) => (i * delta) ** 3)
    const [first, second] = [1, 2].map((deriv) => savgol(y, parameters({ window: 7, deriv, delta })))
    for (const i of y.keys()) {
      expect(first![i]).toBeCloseTo(3 * (i * delta) ** 2, 8)
      expect(second![i]).toBeCloseTo(6 * i * delta, 8)
    }
  })

  it('refuses fewer points than its window, unless they are extended', () => {
    const y = new Float64Array(20).fill(2)
    expect(() => savgol(y, parameters())).toThrow(
      expect.objectContaining({ code: 'spectrum.tooShort', details: { points: 20, needed: 21 } }) as Error,
    )
    for (const value of savgol(y, parameters({ mode: 'mirror' }))) expect(value).toBeCloseTo(2, 12)
  })
})

describe('savgolWeights', () => {
  it('are those of the 1964 tables', () => {
    const table = [-2, 3, 6, 7, 6, 3, -2].map((value) => value / 21)
    for (const [i, weight] of savgolWeights(3, 2, 0, 0).entries()) expect(weight).toBeCloseTo(table[i]!, 15)
  })

  it('stay exact at high order, where powers of the index fail', () => {
    const weights = savgolWeights(31, 9, 0, 0)
    for (let power = 0; power <= 9; power++) {
      const moment = weights.reduce((sum, weight, i) => sum + weight * ((i - 31) / 31) ** power, 0)
      expect(Math.abs(moment - (power === 0 ? 1 : 0))).toBeLessThan(1e-14)
    }
  })
})
