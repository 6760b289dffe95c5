import { describe, expect, it } from 'vitest'
import type { IntensityFit } from '../../contract/calibration'
import srm2241 from '../../../resources/references/srm2241.json'
import { counts, randomOf, shiftsOf, trueWavelengths } from './fixtures'
import { fitIntensity } from './fitIntensity'
import { polynomialAt } from './fitPolynomial'

const axis = Float64Array.from({ length: 1024 }, (_, pixel) => 100 + 1.9 * pixel)
const response = axis.map((shift) => Math.exp(-(((shift - 900) / 900) ** 2)) + 0.2)
const certified = (shift: number) => polynomialAt(srm2241.coefficients, shift)
const flat = new Float64Array(1024)
const dark = counts(flat, [], randomOf(2))
const glass = (scale = 60_000) =>
  counts(flat, [], randomOf(1), (pixel) => scale * response[pixel]! * certified(axis[pixel]!))
const codes = ({ reasons }: IntensityFit) => reasons.map(({ code }) => code)

describe('fitIntensity', () => {
  it("undoes the instrument's response where the certificate holds, and nowhere else", () => {
    const fit = fitIntensity({ counts: glass(), dark }, axis, 785)
    expect(fit).toMatchObject({ ok: true, reasons: [], standard: 'NIST SRM 2241' })
    expect(fit.factors).toHaveLength(1024)
    expect(fit.from).toBeGreaterThanOrEqual(200)
    const seen = fit.factors.flatMap((factor, pixel) => (factor === null ? [] : [factor * response[pixel]!]))
    const middle = seen[500]!
    for (const value of seen) expect(Math.abs(value / middle - 1)).toBeLessThan(0.05)
    expect(fit.factors.map((factor) => factor === null)).toEqual([...axis].map((shift) => shift < 200))
  })

  it('never extrapolates at the far end either', () => {
    const wide = Float64Array.from({ length: 1024 }, (_, pixel) => 3000 + pixel)
    const fit = fitIntensity({ counts: counts(flat, [], randomOf(3), () => 20_000), dark }, wide, 785)
    expect(fit.to).toBe(3500)
    expect(fit.factors[500]).not.toBeNull()
    expect(fit.factors.slice(501).every((factor) => factor === null)).toBe(true)
  })

  it('refuses to go without a dark, without light, with saturated pixels, or with another laser', () => {
    expect(codes(fitIntensity({ counts: glass(), dark: null }, axis, 785))).toEqual(['noDark'])
    expect(codes(fitIntensity({ counts: dark, dark: counts(flat, [], randomOf(9)) }, axis, 785))).toEqual([
      'noLight',
    ])
    expect(codes(fitIntensity({ counts: glass(), dark, saturated: [400] }, axis, 785))).toEqual(['saturated'])
    expect(codes(fitIntensity({ counts: glass(), dark }, axis, 830))).toEqual(['wrongExcitation'])
    const nanometres = trueWavelengths()
    expect(codes(fitIntensity({ counts: glass(), dark }, shiftsOf(nanometres, 1200), 785))).toEqual([
      'outsideCertificate',
    ])
  })
})

it('holds the polynomial of the certificate', () => {
  expect(certified(200)).toBeCloseTo(0.142087, 6)
  expect(certified(1800)).toBeCloseTo(0.770545, 6)
  expect(certified(3500)).toBeCloseTo(0.84718, 6)
})
