import { describe, expect, it } from 'vitest'
import type { LaserFit } from '../../contract/calibration'
import { counts, lampCounts, randomOf, siliconCounts, standardCounts, trueWavelengths } from './fixtures'
import { fitLaser } from './fitLaser'
import { fitWavelengths } from './fitWavelengths'
import { ramanShift, scatteredWavelength } from './ramanShift'

const truth = trueWavelengths()
const random = randomOf(12)
const wavelengths = fitWavelengths(
  (['neon', 'argon'] as const).map((lamp) => ({ lamp, counts: lampCounts(lamp, truth, random) })),
  truth,
)
const codes = ({ reasons }: LaserFit) => reasons.map(({ code }) => code)

describe('fitLaser', () => {
  it('finds a laser that drifted by up to half a nanometre, to 0.1 cm-1', () => {
    for (const laser of [784.5, 784.8, 785, 785.02, 785.5]) {
      const fit = fitLaser({ counts: siliconCounts(truth, laser, random) }, wavelengths, 785)
      expect(fit).toMatchObject({ ok: true, reasons: [], siliconReference: 520.45 })
      expect(Math.abs(fit.laserNanometres! - laser)).toBeLessThan(0.006)
      expect(Math.abs(fit.laserNanometres! - laser)).toBeLessThan(5 * fit.uncertaintyNanometres! + 0.001)
      expect(fit.siliconWithFormerLaser!).toBeCloseTo(ramanShift(785, scatteredWavelength(laser, 520.45)), 0)
    }
  })

  it('does not take the phonon for a cosmic ray beside the broad second order', () => {
    const silicon = siliconCounts(truth, 785, random)
    const broad = [620, 670, 820, 970].map((shift) => ({
      nanometres: scatteredWavelength(785, shift),
      height: shift === 970 ? 3000 : 600,
      width: 2,
    }))
    const second = counts(truth, broad, random).map((value, pixel) => value + silicon[pixel]!)
    expect(fitLaser({ counts: second }, wavelengths, 785).laserNanometres).toBeCloseTo(785, 2)
  })

  it('says what the other common values of silicon would make of it', () => {
    const exposure = { counts: siliconCounts(truth, 785, randomOf(2)) }
    const at = (siliconReference: number) =>
      fitLaser(exposure, wavelengths, 785, { siliconReference }).laserNanometres!
    expect(ramanShift(at(520.7), 850) - ramanShift(at(520.45), 850)).toBeCloseTo(0.25, 3)
  })

  it('refuses what is not silicon', () => {
    for (const standard of ['acetaminophen', 'polystyrene', 'cyclohexane'] as const) {
      const fit = fitLaser({ counts: standardCounts(standard, truth, 785, random) }, wavelengths, 785)
      expect(codes(fit), standard).toEqual(['notSilicon'])
      expect(fit.laserNanometres).toBeNull()
    }
    const lamp = fitLaser({ counts: lampCounts('neon', truth, random) }, wavelengths, 785)
    expect(codes(lamp)).toEqual(['notSilicon'])
    const broad = [{ nanometres: scatteredWavelength(785, 515), height: 20_000, width: 4 }]
    expect(codes(fitLaser({ counts: counts(truth, broad, random) }, wavelengths, 785))).toEqual([
      'notSilicon',
    ])
    expect(codes(fitLaser({ counts: counts(truth, [], random) }, wavelengths, 785))).toEqual(['noLight'])
  })

  it('refuses a band that is saturated, and a laser that is far from where it was', () => {
    const silicon = siliconCounts(truth, 785, random)
    const top = silicon.indexOf(Math.max(...silicon))
    expect(codes(fitLaser({ counts: silicon, saturated: [top] }, wavelengths, 785))).toEqual(['saturated'])
    const gone = fitLaser({ counts: siliconCounts(truth, 786.4, random) }, wavelengths, 785)
    expect(codes(gone)).toEqual(['laserRange'])
    expect(gone.laserNanometres).toBeCloseTo(786.4, 1)
  })
})
