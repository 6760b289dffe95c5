import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { augment } from './augment'

const POINTS = 200
const spectra = Float32Array.from({ length: 2 * POINTS }, (_, i) =>
  Math.exp(-(((i % POINTS) - 90) ** 2) / 200),
)

describe('augment', () => {
  test('leaves the spectra as they are where nothing is asked for, and in any case those it was given', () => {
    const given = spectra.slice()
    expect(augment(given, POINTS, { shift: 0, noise: 0 }, xoroshiro128plus(1))).toEqual(spectra)
    augment(given, POINTS, { shift: 3, noise: 1 }, xoroshiro128plus(1))
    expect(given).toEqual(spectra)
  })

  test('shifts each spectrum by its own amount, no further than asked', () => {
    const shifted = augment(spectra, POINTS, { shift: 3, noise: 0 }, xoroshiro128plus(2))
    const centres = [0, 1].map((index) => {
      const one = shifted.subarray(index * POINTS, (index + 1) * POINTS)
      const total = one.reduce((sum, value) => sum + value, 0)
      return one.reduce((sum, value, point) => sum + value * point, 0) / total
    })
    for (const centre of centres) expect(Math.abs(centre - 90)).toBeLessThanOrEqual(3.001)
    expect(Math.abs(centres[0]! - centres[1]!)).toBeGreaterThan(0.1)
  })

  test('adds noise of the deviation asked for, the same with the same seed', () => {
    const noisy = augment(spectra, POINTS, { shift: 0, noise: 0.2 }, xoroshiro128plus(3))
    const differences = noisy.map((value, i) => value - spectra[i]!)
    const variance = differences.reduce((sum, value) => sum + value ** 2, 0) / differences.length
    expect(Math.sqrt(variance)).toBeCloseTo(0.2, 1)
    expect(augment(spectra, POINTS, { shift: 0, noise: 0.2 }, xoroshiro128plus(3))).toEqual(noisy)
  })

  test('changes the height and lays a slope and a bend under it, no further than asked', () => {
    const flat = new Float32Array(20 * POINTS).fill(1)
    const higher = augment(flat, POINTS, { shift: 0, noise: 0, scale: 0.2 }, xoroshiro128plus(4))
    const heights = Array.from({ length: 20 }, (_, row) => higher[row * POINTS]!)
    for (const height of heights) expect(Math.abs(height - 1)).toBeLessThanOrEqual(0.2)
    expect(new Set(heights).size).toBe(20)
    const bent = augment(flat, POINTS, { shift: 0, noise: 0, baseline: 0.3 }, xoroshiro128plus(4))
    const largest = Math.max(...bent.map((value) => Math.abs(value - 1)))
    expect(largest).toBeGreaterThan(0.1)
    expect(largest).toBeLessThanOrEqual(0.3 * (1 + 2 / 3))
  })

  test('mixes a spectrum with others of its class alone', () => {
    const rows = [1, 5, 3, 7]
    const labels = [0, 1, 0, 1]
    const given = Float32Array.from({ length: 4 * POINTS }, (_, i) => rows[Math.floor(i / POINTS)]!)
    const mixed = augment(given, POINTS, { shift: 0, noise: 0, mixing: 0.5 }, xoroshiro128plus(8), labels)
    const heights = rows.map((_, row) => mixed[row * POINTS + 7]!)
    expect(Math.max(heights[0]!, heights[2]!)).toBeLessThanOrEqual(3)
    expect(Math.min(heights[1]!, heights[3]!)).toBeGreaterThanOrEqual(5)
    expect(heights).not.toEqual(rows)
  })
})
