import { describe, expect, it } from 'vitest'
import { assignLines, type Mark } from './assignLines'

const expected: Mark[] = [100, 180, 240, 395, 430, 610, 700, 955].map((pixel, i) => ({
  pixel,
  strength: 1 + (i % 3),
}))
const options = { pixels: 1024, shift: 40, stretch: 0.015 }
const moved = ({ pixel, strength }: Mark) => ({
  pixel: 512 + 1.006 * (pixel - 512) + 23 + 2e-6 * (pixel - 512) ** 2,
  strength,
})

describe('assignLines', () => {
  it('sees through a shift, a stretch and a bend', () => {
    const { pairs, likeness } = assignLines(expected, expected.map(moved), options)
    expect(pairs).toEqual(expected.map((_, i) => ({ expected: i, found: i })))
    expect(likeness).toBeCloseTo(1, 10)
  })

  it('leaves missing lines and strangers unpaired', () => {
    const found = expected.map(moved)
    found[2] = { pixel: 333, strength: 3 }
    found[4] = { pixel: 820, strength: 2 }
    const { pairs, likeness } = assignLines(expected, found, options)
    expect(pairs.map((pair) => pair.expected)).toEqual([0, 1, 3, 5, 6, 7])
    expect(pairs.every((pair) => pair.expected === pair.found)).toBe(true)
    expect(likeness).toBeLessThan(0.9)
  })

  it('pairs nothing with nothing', () => {
    expect(assignLines([], [], options)).toEqual({ pairs: [], likeness: 0 })
    expect(assignLines(expected, [], options).pairs).toEqual([])
  })
})
