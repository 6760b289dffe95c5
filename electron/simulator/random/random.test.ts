import { describe, expect, it } from 'vitest'
import { choose } from './choose'
import { deriveSeed } from './deriveSeed'
import { poisson } from './poisson'
import { createRandom } from './random'

const moments = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, variance }
}

describe('createRandom', () => {
  it('repeats for the same seed and differs for another', () => {
    const draws = (seed: number) => {
      const random = createRandom(seed)
      return Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? random.normal() : random.uniform()))
    }
    expect(draws(7)).toEqual(draws(7))
    expect(draws(7)).not.toEqual(draws(8))
  })

  it('draws standard normal numbers', () => {
    const random = createRandom(1)
    const { mean, variance } = moments(Array.from({ length: 100_000 }, () => random.normal()))
    expect(mean).toBeCloseTo(0, 1)
    expect(Math.abs(variance - 1)).toBeLessThan(0.02)
  })
})

describe('deriveSeed', () => {
  it('gives every index of a seed a seed of its own', () => {
    const seeds = new Set(Array.from({ length: 100_000 }, (_, index) => deriveSeed(42, index)))
    expect(seeds.size).toBe(100_000)
  })
})

describe('poisson', () => {
  it.each([0.008, 3, 29, 31, 2000])('has mean and variance %d', (expected) => {
    const random = createRandom(3)
    const draws = 40_000
    const { mean, variance } = moments(Array.from({ length: draws }, () => poisson(random, expected)))
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(expected / draws))
    expect(Math.abs(variance / expected - 1)).toBeLessThan(expected < 1 ? 0.3 : 0.05)
  })
})

describe('choose', () => {
  it('follows the shares and never takes what has none', () => {
    const random = createRandom(5)
    const counts = { often: 0, seldom: 0, never: 0 }
    for (let i = 0; i < 20_000; i++) counts[choose(random, { often: 3, seldom: 1, never: 0 })]++
    expect(counts.often / 20_000).toBeCloseTo(0.75, 1)
    expect(counts.never).toBe(0)
  })
})
