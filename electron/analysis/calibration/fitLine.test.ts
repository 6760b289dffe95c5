import { describe, expect, it } from 'vitest'
import { counts, randomOf, trueWavelengths } from './fixtures'
import { fitLine } from './fitLine'

const flat = Float64Array.from({ length: 60 }, (_, i) => i)
const line = (places: readonly number[], height = 10_000) =>
  counts(
    flat,
    places.map((nanometres) => ({ nanometres, height, width: 4 })),
    randomOf(1),
    (pixel) => 20 * pixel,
  )

describe('fitLine', () => {
  it.each(['gaussian', 'pseudoVoigt', 'pearson7', 'centroid'] as const)(
    'puts a line within 0.05 px of its place on a sloping background, as a %s',
    (shape) => {
      const fitted = fitLine(line([30.3]), 31, { width: 5, shape })!
      expect(Math.abs(fitted.pixel - 30.3)).toBeLessThan(shape === 'centroid' ? 0.15 : 0.05)
      expect(fitted.uncertainty).toBeLessThan(0.05)
      if (shape !== 'centroid') expect(fitted.width).toBeCloseTo(4, 0)
    },
  )

  it('takes two lines apart whose distance is known', () => {
    const alone = fitLine(line([30.3, 33]), 30, { width: 4 })!
    const both = fitLine(line([30.3, 33]), 30, { width: 4, distances: [2.7] })!
    expect(Math.abs(alone.pixel - 30.3)).toBeGreaterThan(0.5)
    expect(Math.abs(both.pixel - 30.3)).toBeLessThan(0.05)
  })

  it('finds nothing where there is nothing, or only half of a line', () => {
    expect(fitLine(new Float64Array(40), 20, { width: 4 })).toBeNull()
    expect(fitLine(line([0.5]), 0.5, { width: 4 })).toBeNull()
    expect(fitLine(line([30]), 300, { width: 4 })).toBeNull()
  })

  it('says how uncertain the place is', () => {
    const wavelengths = trueWavelengths()
    const off = Array.from({ length: 30 }, (_, seed) => {
      const spectrum = counts(
        wavelengths,
        [{ nanometres: wavelengths[500]!, height: 300 }],
        randomOf(seed + 1),
      )
      const { pixel, uncertainty } = fitLine(spectrum, 500, { width: 5, shape: 'gaussian' })!
      return (pixel - 500) / uncertainty
    })
    const spread = Math.sqrt(off.reduce((sum, one) => sum + one * one, 0) / off.length)
    expect(spread).toBeGreaterThan(0.5)
    expect(spread).toBeLessThan(2)
  })
})
