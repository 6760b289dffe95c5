import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rubberband } from './rubberband'

it('never rises above the spectrum, touches it at the hull, and only ever turns up', () => {
  const spectra = fc.float64Array({ minLength: 3, maxLength: 60, min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(spectra, (y) => {
      const axis = y.map((_, i) => i + 0.3 * Math.sin(i))
      const { baseline, hull } = rubberband(axis, y)
      for (const [i, value] of baseline.entries()) expect(value).toBeLessThanOrEqual(y[i]! + 1e-12)
      expect(hull.map((i) => baseline[i])).toEqual(hull.map((i) => y[i]))
      const slopes = hull.slice(1).map((to, k) => (y[to]! - y[hull[k]!]!) / (axis[to]! - axis[hull[k]!]!))
      expect(slopes).toEqual(slopes.toSorted((a, b) => a - b))
    }),
  )
})

it.each([1, 2])('is the spectrum itself for %i points', (n) => {
  const y = Float64Array.of(3, 5).subarray(0, n)
  expect(rubberband(Float64Array.of(1, 2).subarray(0, n), y).baseline).toEqual(y)
})
