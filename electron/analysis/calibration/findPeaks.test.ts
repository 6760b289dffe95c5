import { describe, expect, it } from 'vitest'
import { counts, randomOf, trueWavelengths } from './fixtures'
import { findPeaks } from './findPeaks'

const wavelengths = trueWavelengths()
const at = (pixels: readonly number[], height: number) =>
  pixels.map((pixel) => ({ nanometres: wavelengths[pixel]!, height }))

describe('findPeaks', () => {
  it('finds strong and weak lines, and none in noise', () => {
    const spectrum = counts(wavelengths, [...at([200, 500], 40_000), ...at([350, 900], 200)], randomOf(1))
    expect(findPeaks(spectrum).map(({ pixel }) => Math.round(pixel))).toEqual([200, 350, 500, 900])
    for (let seed = 1; seed <= 50; seed++)
      expect(findPeaks(counts(wavelengths, [], randomOf(seed)))).toEqual([])
  })

  it('makes one line of a strong one whose top is rough with shot noise', () => {
    for (let seed = 1; seed <= 20; seed++)
      expect(findPeaks(counts(wavelengths, at([400], 60_000), randomOf(seed)))).toHaveLength(1)
  })

  it('leaves the hit of a cosmic ray out', () => {
    const spectrum = counts(wavelengths, at([100, 300, 500, 700], 10_000), randomOf(2))
    spectrum[600]! += 20_000
    expect(findPeaks(spectrum)).toHaveLength(4)
  })
})
