import { describe, expect, it } from 'vitest'
import { fitLinearity } from './fitLinearity'

const times = [10, 50, 100, 200, 300, 400, 500, 600]
const series = (countsAt: (time: number) => number) =>
  times.map((integrationTimeMs) => ({ integrationTimeMs, counts: countsAt(integrationTimeMs) }))

describe('fitLinearity', () => {
  it('finds the slope and the offset of a linear detector', () => {
    const fit = fitLinearity(series((time) => 100 * time + 7))
    expect(fit).toMatchObject({ ok: true, linearToCounts: 60_007 })
    expect(fit.slope).toBeCloseTo(100, 6)
    expect(fit.offset).toBeCloseTo(7, 4)
    expect(fit.worstDeviation).toBeLessThan(1e-9)
  })

  it('says up to where a detector is linear that bends', () => {
    const fit = fitLinearity(series((time) => Math.min(100 * time, 30_000 + 40 * (time - 300))))
    expect(fit.reasons.map(({ code }) => code)).toEqual(['notLinear'])
    expect(fit.linearToCounts).toBe(30_000)
    expect(fit.worstDeviation).toBeGreaterThan(0.2)
  })

  it('refuses a series that begins at the top', () => {
    expect(fitLinearity(series((time) => 50_000 + time)).reasons[0]!.code).toBe('tooFewFrames')
    expect(fitLinearity([]).ok).toBe(false)
  })
})
