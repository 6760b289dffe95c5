import { describe, expect, it } from 'vitest'
import { completeStep } from '../../contract/recipe'
import { prepareResample, resample } from './resample'

const axis = Float64Array.from({ length: 100 }, (_, i) => 400 + 16 * i + 0.05 * i * i)
const parameters = (overrides: object = {}) =>
  completeStep({ step: 'resample', lo: 600, hi: 1800, n: 1200, ...overrides })

describe('resample', () => {
  it.each(['linear', 'pchip', 'cubic'])('%s keeps a straight line', (kind) => {
    const { grid } = prepareResample(axis, parameters({ kind }))
    const straight = axis.map((x) => 7 - 2 * x)
    const values = resample(axis, straight, parameters({ kind }))
    expect([grid[0], grid.at(-1), grid.length]).toEqual([600, 1800, 1200])
    for (const [i, x] of grid.entries()) expect(values[i]).toBeCloseTo(7 - 2 * x, 9)
  })

  it('the spline keeps a cubic, to the ends', () => {
    const cubic = (x: number) => ((x - 1000) / 500) ** 3
    const whole = parameters({ kind: 'cubic', lo: 400, hi: axis.at(-1) })
    const { grid } = prepareResample(axis, whole)
    const values = resample(axis, axis.map(cubic), whole)
    for (const [i, x] of grid.entries()) expect(values[i]).toBeCloseTo(cubic(x), 10)
  })

  it('pchip does not overshoot a step', () => {
    const values = resample(
      axis,
      axis.map((x) => (x < 1200 ? 0 : 1)),
      parameters({ kind: 'pchip' }),
    )
    expect(Math.min(...values)).toBe(0)
    expect(Math.max(...values)).toBe(1)
  })

  it('refuses a range that the axis does not cover', () => {
    expect(() => resample(axis, axis, parameters({ lo: 399 }))).toThrow(
      expect.objectContaining({ code: 'axis.notCovered' }) as Error,
    )
  })

  it('refuses a spectrum of another axis', () => {
    expect(() => resample(axis, axis.slice(1), parameters())).toThrow(
      expect.objectContaining({ code: 'spectrum.lengthMismatch' }) as Error,
    )
  })
})
