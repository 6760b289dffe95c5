import { expect, it } from 'vitest'
import { fillOf, integrationForFill, type Trial } from './integrationForFill'

const BIAS = 600
/** A peak of so many counts in 100 ms, seen for so long. */
function trial(integrationTimeMs: number, countsPer100Ms: number, changes: Partial<Trial> = {}): Trial {
  const sample = Array.from({ length: 64 }, (_, pixel) => {
    const light = countsPer100Ms * Math.exp(-(((pixel - 30) / 6) ** 2))
    return Math.min(65_535, BIAS + (light * integrationTimeMs) / 100)
  })
  const dark = sample.map(() => BIAS)
  return { integrationTimeMs, sample, dark, saturationCounts: 65_535, badPixels: [], ...changes }
}

it.each([1000, 5000, 20_000])('fills the converter by 60 to 70 % at %d counts in 100 ms', (counts) => {
  const time = integrationForFill(trial(100, counts))!
  const fill = fillOf(trial(time, counts))
  expect(fill).toBeGreaterThan(0.6)
  expect(fill).toBeLessThan(0.7)
})

it('does not take a cosmic ray or a bad pixel for the peak', () => {
  const clean = trial(100, 5000)
  const hit = trial(100, 5000)
  const sample = [...Array.from(hit.sample)]
  sample[10] = 60_000
  sample[50] = 65_535
  sample[51] = 65_535
  expect(integrationForFill({ ...hit, sample, badPixels: [50, 51] })).toBe(integrationForFill(clean))
})

it('cannot tell from what is saturated or dark', () => {
  expect(integrationForFill(trial(1000, 20_000))).toBeNull()
  expect(integrationForFill(trial(1, 100))).toBeNull()
})
