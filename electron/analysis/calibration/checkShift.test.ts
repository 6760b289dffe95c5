import { describe, expect, it } from 'vitest'
import { checkShift } from './checkShift'
import {
  guessOf,
  lampCounts,
  randomOf,
  shiftsOf,
  siliconCounts,
  standardCounts,
  trueWavelengths,
} from './fixtures'
import { fitLaser } from './fitLaser'
import { polynomialAt } from './fitPolynomial'
import { fitWavelengths } from './fitWavelengths'

describe('checkShift', () => {
  it('finds acetaminophen within 0.5 cm-1 after lamp and silicon, wherever the laser is', () => {
    for (const laser of [784.5, 784.75, 785, 785.25, 785.5]) {
      const random = randomOf(Math.round(laser * 100))
      const truth = trueWavelengths({ shift: 1.5, stretch: 0.7 })
      const exposures = (['neon', 'argon'] as const).map((lamp) => ({
        lamp,
        counts: lampCounts(lamp, truth, random),
      }))
      const wavelengths = fitWavelengths(exposures, guessOf(truth, { pixels: 8 }))
      const { laserNanometres } = fitLaser({ counts: siliconCounts(truth, laser, random) }, wavelengths, 785)
      const axis = shiftsOf(
        truth.map((_, pixel) => polynomialAt(wavelengths.coefficients, pixel)),
        laserNanometres!,
      )
      const check = checkShift(
        { counts: standardCounts('acetaminophen', truth, laser, random) },
        axis,
        'acetaminophen',
      )
      expect(check).toMatchObject({ ok: true, limitWavenumber: 1 })
      expect(check.lines.filter(({ used }) => used).length).toBeGreaterThan(10)
      expect(check.worstWavenumber).toBeLessThan(0.5)
    }
  }, 30_000)

  const truth = trueWavelengths()
  it('says by how much the laser is off where it was not zeroed', () => {
    const spectrum = { counts: standardCounts('cyclohexane', truth, 785.3, randomOf(4)) }
    const check = checkShift(spectrum, shiftsOf(truth, 785), 'cyclohexane')
    expect(check.reasons.map(({ code }) => code)).toEqual(['offset'])
    expect(check.meanWavenumber).toBeCloseTo(4.9, 0)
    expect(check.reasons[0]!.message).toMatch(/\+0\.(29|30)\d nm/)
  })

  it('holds polystyrene to no less than its values mean', () => {
    const spectrum = { counts: standardCounts('polystyrene', truth, 785.04, randomOf(4)) }
    const check = checkShift(spectrum, shiftsOf(truth, 785), 'polystyrene', 0.3)
    expect(check).toMatchObject({ ok: true, limitWavenumber: 1.2, meaningWavenumber: 1.2 })
    expect(check.worstWavenumber!).toBeGreaterThan(0.3)
  })

  it('refuses another sample', () => {
    const spectrum = { counts: standardCounts('naphthalene', truth, 785, randomOf(4)) }
    const check = checkShift(spectrum, shiftsOf(truth, 785), 'acetaminophen')
    expect(check).toMatchObject({ ok: false, worstWavenumber: null })
    expect(check.reasons.map(({ code }) => code)).toEqual(['notTheStandard'])
  })
})
