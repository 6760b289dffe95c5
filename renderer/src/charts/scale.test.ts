import { describe, expect, it } from 'vitest'
import { decimalsOf, scaleOf } from './scale'

describe('scaleOf', () => {
  it('holds the values between ticks on round numbers', () => {
    expect(scaleOf(612, 4890)).toEqual({ min: 0, max: 5000, interval: 1000 })
    expect(scaleOf(-1.2, 3.4)).toEqual({ min: -2, max: 4, interval: 1 })
    expect(scaleOf(0, 1)).toEqual({ min: 0, max: 1, interval: 0.2 })
  })

  it('is kept while the values stay well within it', () => {
    const scale = scaleOf(612, 4890)
    expect(scaleOf(700, 5000, scale)).toBe(scale)
    expect(scaleOf(700, 5001, scale)).not.toBe(scale)
    expect(scaleOf(700, 900, scale)).not.toBe(scale)
  })

  it('has room for a single value', () => {
    for (const value of [0, 7, -3, 65_535]) {
      const scale = scaleOf(value, value)
      expect(scale.min).toBeLessThanOrEqual(value)
      expect(scale.max).toBeGreaterThanOrEqual(value)
      expect(scale.max).toBeGreaterThan(scale.min)
      expect(scaleOf(value, value, scale)).toBe(scale)
    }
  })
})

describe('decimalsOf', () => {
  it('tells neighbouring ticks apart', () => {
    const of = (interval: number) => decimalsOf({ min: 0, max: 1, interval })
    expect([500, 1, 0.5, 0.2, 0.1, 0.05, 0.001].map(of)).toEqual([0, 0, 1, 1, 1, 2, 3])
  })
})
