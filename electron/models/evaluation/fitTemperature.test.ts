import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { fitTemperature } from './fitTemperature'

describe('fitTemperature', () => {
  test('finds by how much logits are too sure', () => {
    const random = xoroshiro128plus(11)
    const logits = Array.from({ length: 20_000 }, () => 6 * uniformFloat64(random) - 3)
    const targets = logits.map((logit) => (uniformFloat64(random) < 1 / (1 + Math.exp(-logit)) ? 1 : 0))
    expect(fitTemperature(logits, targets)).toBeCloseTo(1, 1)
    const tooSure = logits.map((logit) => 2.5 * logit)
    expect(fitTemperature(tooSure, targets)).toBeCloseTo(2.5 * fitTemperature(logits, targets), 6)
  })

  test('stays within its bounds where nothing fits', () => {
    expect(fitTemperature([1, -1], [1, 0])).toBeCloseTo(0.01, 6)
    expect(fitTemperature([1, -1], [0, 1])).toBeCloseTo(100, 6)
  })
})
