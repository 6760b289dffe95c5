import { describe, expect, it } from 'vitest'
import { randomOf } from './fixtures'
import { darkOf, fitDark, type DarkFrame } from './fitDark'

const PIXELS = 400
const bias = (pixel: number) => 600 + (pixel % 7)
const rate = (pixel: number) => 3 + (pixel % 50 === 0 ? 80 : pixel % 3)

function frame(seed: number, integrationTimeMs: number, temperatureCelsius: number): DarkFrame {
  const random = randomOf(seed)
  const growth = 2 ** ((temperatureCelsius + 20) / 6)
  const counts = Float64Array.from({ length: PIXELS }, (_, pixel) => {
    const noise = 4 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return bias(pixel) + (rate(pixel) * growth * integrationTimeMs) / 1000 + noise
  })
  return { counts, integrationTimeMs, temperatureCelsius }
}

describe('fitDark', () => {
  it('tells bias from dark current, and how it goes with temperature', () => {
    const frames = [-20, -10, 0].flatMap((temperature, i) =>
      [100, 100, 3000, 10_000].map((time, k) => frame(10 * i + k + 1, time, temperature)),
    )
    const model = fitDark(frames)
    expect(model).toMatchObject({ ok: true, temperatureCelsius: -10 })
    expect(model.doublingKelvin).toBeCloseTo(6, 1)
    expect(model.readNoiseCounts).toBeCloseTo(4, 0)
    expect(model.rmsCounts).toBeLessThan(5)
    const wanted = frame(99, 5000, -5).counts
    const off = darkOf(model, { integrationTimeMs: 5000, temperatureCelsius: -5 }).map(
      (counts, pixel) => counts - wanted[pixel]!,
    )
    const rms = Math.sqrt(off.reduce((sum, one) => sum + one * one, 0) / PIXELS)
    expect(rms).toBeLessThan(6)
  })

  it('makes no law of temperature from one', () => {
    const model = fitDark([frame(1, 100, -20), frame(2, 100, -20), frame(3, 5000, -20.5)])
    expect(model.doublingKelvin).toBeNull()
    expect(model.rate[50]! - model.rate[51]!).toBeGreaterThan(60)
  })

  it('refuses frames of one integration time', () => {
    const model = fitDark([frame(1, 100, -20), frame(2, 100, -10), frame(3, 100, 0)])
    expect(model).toMatchObject({ ok: false, bias: [], readNoiseCounts: null })
    expect(model.reasons.map(({ code }) => code)).toEqual(['tooFewFrames'])
    expect(fitDark([]).ok).toBe(false)
  })
})
