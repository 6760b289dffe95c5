import { describe, expect, it } from 'vitest'
import { findBadPixels } from './findBadPixels'
import { counts, randomOf } from './fixtures'

const flat = new Float64Array(1024)
const darks = [1, 2, 3, 4, 5].map((seed) => counts(flat, [], randomOf(seed)))
const light = counts(flat, [], randomOf(7), (pixel) => 10_000 + 5 * pixel).map((value) => value - 600)

describe('findBadPixels', () => {
  it('finds none on a good detector', () => {
    expect(findBadPixels(darks, light)).toEqual({ ok: true, reasons: [], pixels: [] })
  })

  it('finds the hot, the noisy and the dead', () => {
    const spoilt = darks.map((dark, i) =>
      dark.map((value, pixel) => value + (pixel === 100 ? 300 : pixel === 200 ? 80 * (i % 2 ? 1 : -1) : 0)),
    )
    const shaded = light.map((value, pixel) => (pixel === 300 ? value / 5 : value))
    const { ok, pixels } = findBadPixels(spoilt, shaded)
    expect(ok).toBe(true)
    expect(pixels.map(({ pixel, kind }) => [pixel, kind])).toEqual([
      [100, 'hot'],
      [200, 'noisy'],
      [300, 'dead'],
    ])
    expect(pixels.every(({ kind, value, limit }) => (kind === 'dead' ? value < limit : value > limit))).toBe(
      true,
    )
  })

  it('refuses a detector with too many, and too few frames', () => {
    const spoilt = darks.map((dark) => dark.map((value, pixel) => value + (pixel % 30 === 0 ? 500 : 0)))
    expect(findBadPixels(spoilt, null).reasons.map(({ code }) => code)).toEqual(['tooManyBadPixels'])
    expect(findBadPixels(darks.slice(0, 2), null).reasons.map(({ code }) => code)).toEqual(['tooFewFrames'])
  })
})
