import { describe, expect, it } from 'vitest'
import { counts, lampCounts, randomOf, shiftsOf, trueWavelengths } from './fixtures'
import { resolutionFromCalcite, resolutionFromLamp } from './measureResolution'
import { scatteredWavelength } from './ramanShift'

const truth = trueWavelengths()

describe('resolution', () => {
  it('of a lamp is the width of its lines, 0.6 nm', () => {
    const result = resolutionFromLamp({ counts: lampCounts('neon', truth, randomOf(1)) }, truth, 'neon')
    expect(result).toMatchObject({ ok: true, method: 'neon', limitWavenumber: 10 })
    expect(result.lines.length).toBeGreaterThan(10)
    for (const { widthNanometres } of result.lines) expect(widthNanometres).toBeCloseTo(0.6, 1)
    expect(result.resolutionWavenumber).toBeCloseTo(8, 0)
  })

  it("of calcite is what calcite's own width leaves", () => {
    const band = { nanometres: scatteredWavelength(785, 1085.91), height: 20_000, width: 0.6 }
    const result = resolutionFromCalcite({ counts: counts(truth, [band], randomOf(2)) }, shiftsOf(truth, 785))
    expect(result.ok).toBe(true)
    expect(result.widthWavenumber).toBeCloseTo((0.6 * 1e7) / band.nanometres ** 2, 1)
    expect(result.resolutionWavenumber!).toBeLessThan(result.widthWavenumber! - 0.5)
  })

  it('refuses lines that are too wide, and a sample without them', () => {
    const axis = shiftsOf(truth, 785)
    const wide = { nanometres: scatteredWavelength(785, 1085.91), height: 20_000, width: 1.2 }
    const blurred = resolutionFromCalcite({ counts: counts(truth, [wide], randomOf(2)) }, axis)
    expect(blurred.reasons.map(({ code }) => code)).toEqual(['resolution'])
    const none = resolutionFromCalcite({ counts: counts(truth, [], randomOf(2)) }, axis)
    expect(none).toMatchObject({ ok: false, widthWavenumber: null, lines: [] })
    expect(none.reasons.map(({ code }) => code)).toEqual(['noLine'])
    const off = resolutionFromLamp({ counts: counts(truth, [], randomOf(3)) }, truth, 'argon')
    expect(off.reasons.map(({ code }) => code)).toEqual(['noLine'])
  })
})
