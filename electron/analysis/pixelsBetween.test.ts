import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pixelsBetween } from './pixelsBetween'

const wavenumber = fc.integer({ min: 0, max: 40 })

it('finds what a search from either end finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(wavenumber), wavenumber, wavenumber, (values, lo, hi) => {
      const axis = Float64Array.from(values).sort()
      const { from, to } = pixelsBetween(axis, lo, hi)
      const inside = axis.filter((value) => value >= lo && value <= hi)
      expect(axis.subarray(from, Math.max(from, to))).toEqual(inside)
      if (inside.length === 0) expect(to).toBeLessThanOrEqual(from)
    }),
  )
})
