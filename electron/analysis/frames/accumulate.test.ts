import { describe, expect, it } from 'vitest'
import { accumulate } from './accumulate'

const counts = (...values: number[]) => Float64Array.from(values)

describe('accumulate', () => {
  it('is the mean of the frames less the mean of the dark frames', () => {
    const spectrum = accumulate([counts(10, 20), counts(30, 40)], [counts(1, 2), counts(3, 4), counts(5, 6)])
    expect([...spectrum]).toEqual([17, 26])
  })

  it('needs no dark frame, and leaves its input as it was', () => {
    const frame = counts(5, 7)
    expect([...accumulate([frame], [])]).toEqual([5, 7])
    accumulate([frame], [counts(1, 1)])
    expect([...frame]).toEqual([5, 7])
  })

  it('refuses to compute from nothing, or from frames of different instruments', () => {
    expect(() => accumulate([], [])).toThrow(expect.objectContaining({ code: 'spectrum.empty' }))
    expect(() => accumulate([counts(1, 2)], [counts(1)])).toThrow(
      expect.objectContaining({ code: 'spectrum.lengthMismatch' }),
    )
  })
})
