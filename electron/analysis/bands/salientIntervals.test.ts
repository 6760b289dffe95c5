import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { salientIntervals } from './salientIntervals'

describe('salientIntervals', () => {
  test('takes what lies above half the height of a peak', () => {
    const map = Float64Array.of(0, 0.4, 0.6, 1, 0.5, 0.3, 0)
    expect(salientIntervals(map)).toEqual([{ first: 2, last: 4, peak: 3 }])
  })

  test('orders peaks by height and keeps apart what a deep valley parts', () => {
    const map = Float64Array.of(0.5, 0.1, 0, 0.3, 1, 0.2, 0)
    expect(salientIntervals(map)).toEqual([
      { first: 4, last: 4, peak: 4 },
      { first: 0, last: 0, peak: 0 },
    ])
  })

  test('parts two peaks where a valley parts them, and joins them where none does', () => {
    expect(salientIntervals(Float64Array.of(0, 1, 0.6, 0.8, 0.1))).toEqual([
      { first: 1, last: 2, peak: 1 },
      { first: 3, last: 3, peak: 3 },
    ])
    expect(salientIntervals(Float64Array.of(0, 1, 0.7, 0.8, 0.1))).toEqual([{ first: 1, last: 3, peak: 1 }])
  })

  test('leaves out low peaks, and gives nothing for a map of zeros', () => {
    expect(salientIntervals(Float64Array.of(1, 0, 0.19, 0), { lowest: 0.2 })).toHaveLength(1)
    expect(salientIntervals(new Float64Array(75))).toEqual([])
  })

  test('ends at the ends of a map whose half height is zero in floating point', () => {
    expect(salientIntervals(Float64Array.of(Number.MIN_VALUE))).toEqual([{ first: 0, last: 0, peak: 0 }])
  })

  test('never overlaps, never exceeds the number asked for, and holds the highest point', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const map = Float64Array.from(values)
        const intervals = salientIntervals(map, { atMost: 3 })
        expect(intervals.length).toBeLessThanOrEqual(3)
        const highest = Math.max(...map)
        if (highest > 0) expect(map[intervals[0]!.peak]).toBe(highest)
        const inOrder = intervals.toSorted((a, b) => a.first - b.first)
        inOrder.forEach(({ first, last, peak }, index) => {
          expect(peak).toBeGreaterThanOrEqual(first)
          expect(peak).toBeLessThanOrEqual(last)
          expect(first).toBeGreaterThan(inOrder[index - 1]?.last ?? -1)
        })
      }),
    )
  })
})
