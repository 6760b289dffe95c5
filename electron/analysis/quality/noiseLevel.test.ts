import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { expect, it } from 'vitest'
import { noiseLevel } from './noiseLevel'

it('finds the standard deviation of noise on a slope, whatever the slope', () => {
  const random = xoroshiro128plus(3)
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random))
  const spectrum = Float64Array.from({ length: 20_000 }, (_, i) => 5000 - 0.2 * i + 7 * normal())
  expect(Math.abs(noiseLevel(spectrum) / 7 - 1)).toBeLessThan(0.03)
})

it('is 0 without noise', () => {
  expect(noiseLevel(Float64Array.from({ length: 50 }, (_, i) => 3 * i))).toBe(0)
})
