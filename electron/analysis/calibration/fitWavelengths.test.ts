import { describe, expect, it } from 'vitest'
import type { WavelengthFit } from '../../contract/calibration'
import { counts, guessOf, lampCounts, randomOf, shiftsOf, standardCounts, trueWavelengths } from './fixtures'
import { fitWavelengths } from './fitWavelengths'
import { polynomialAt } from './fitPolynomial'

const PIXEL_NANOMETRES = 0.118

/** Distance of the fit from the truth at the lines used, pixels, rms. */
function trueError({ coefficients, lines }: WavelengthFit, truth: Float64Array): number {
  const off = lines
    .filter(({ used }) => used)
    .map(({ pixel }) => {
      const at = Math.round(pixel!)
      return (polynomialAt(coefficients, at) - truth[at]!) / PIXEL_NANOMETRES
    })
  return Math.sqrt(off.reduce((sum, one) => sum + one * one, 0) / off.length)
}

const codes = ({ reasons }: WavelengthFit) => reasons.map(({ code }) => code)

describe('fitWavelengths', () => {
  it('finds neon within 0.1 px with 30 % of its lines missing, 3 that are not its, and a guess 20 px off', () => {
    let refused = 0
    for (let seed = 1; seed <= 40; seed++) {
      const random = randomOf(seed)
      const truth = trueWavelengths({ centre: 871 + random() })
      const lamp = lampCounts('neon', truth, random, { missing: 0.3, spurious: 3 })
      const guess = guessOf(truth, { pixels: seed % 2 ? 20 : -20, stretch: (random() - 0.5) * 0.01 })
      const fit = fitWavelengths([{ lamp: 'neon', counts: lamp }], guess)
      if (fit.ok) {
        expect(fit.rmsPixels, `seed ${seed}`).toBeLessThan(0.1)
        expect(trueError(fit, truth), `seed ${seed}`).toBeLessThan(0.1)
      } else refused++
    }
    // Where the one line left in the upper half is a stranger, nobody can know; a wrong axis is never taken for a good one.
    expect(refused).toBeLessThanOrEqual(1)
  }, 60_000)

  it('fits neon and argon together, and knows its own error at every pixel', () => {
    const random = randomOf(5)
    const truth = trueWavelengths()
    const exposures = (['neon', 'argon'] as const).map((lamp) => ({
      lamp,
      counts: lampCounts(lamp, truth, random),
    }))
    const fit = fitWavelengths(exposures, guessOf(truth, { pixels: 12, stretch: 0.004 }))
    expect(fit).toMatchObject({ ok: true, lamps: ['neon', 'argon'] })
    expect(fit.accuracyNanometres).toHaveLength(truth.length)
    truth.forEach((nanometres, pixel) => {
      const error = Math.abs(polynomialAt(fit.coefficients, pixel) - nanometres)
      expect(error).toBeLessThan(5 * fit.accuracyNanometres[pixel]! + 0.003)
    })
    // Argon's 811.75 nm is below silicon's 818.4 nm.
    expect(fit.lines.find(({ reference }) => Math.abs(reference - 811.754) < 0.01)).toMatchObject({
      used: true,
    })
    expect(fit.leaveOneOutRmsPixels!).toBeGreaterThan(fit.rmsPixels!)
    expect(fit.rmsWavenumber!).toBeCloseTo((fit.rmsNanometres! * 1e7) / 865 ** 2, 2)
  })

  it.each(['gaussian', 'pearson7', 'centroid'] as const)('measures lines as well with a %s', (shape) => {
    const truth = trueWavelengths()
    const lamp = lampCounts('neon', truth, randomOf(8))
    const fit = fitWavelengths([{ lamp: 'neon', counts: lamp }], truth, { shape, order: 3 })
    expect(fit.rmsPixels).toBeLessThan(0.1)
    expect(trueError(fit, truth)).toBeLessThan(0.1)
    expect(fit.order).toBe(3)
  })

  it('leaves saturated lines out, and blends that cannot be taken apart', () => {
    const truth = trueWavelengths()
    const lamp = lampCounts('neon', truth, randomOf(9), { height: 250_000 })
    const saturated = [...lamp.keys()].filter((pixel) => lamp[pixel]! >= 60_000)
    expect(saturated.length).toBeGreaterThan(2)
    const fit = fitWavelengths([{ lamp: 'neon', counts: lamp, saturated }], truth)
    expect(fit.ok).toBe(true)
    const at = (nanometres: number) => fit.lines.find((line) => Math.abs(line.reference - nanometres) < 0.1)
    expect(at(837.991)).toMatchObject({ used: false })
    expect(at(878.424)).toMatchObject({ used: false })
  })

  it('refuses the wrong lamp, and says which one it is', () => {
    const truth = trueWavelengths()
    const argon = lampCounts('argon', truth, randomOf(3))
    const fit = fitWavelengths([{ lamp: 'neon', counts: argon }], guessOf(truth, { pixels: -9 }))
    expect(fit).toMatchObject({ ok: false, coefficients: [], rmsPixels: null })
    expect(codes(fit)).toEqual(['wrongLamp'])
    expect(fit.reasons[0]!.message).toContain('those of argon')
  })

  it('refuses a lamp that is off, a sample in its place, and too few lines', () => {
    const truth = trueWavelengths()
    const off = counts(truth, [], randomOf(1))
    expect(codes(fitWavelengths([{ lamp: 'neon', counts: off }], truth))).toEqual(['lampOff'])
    const sample = standardCounts('acetaminophen', truth, 785, randomOf(2))
    expect(codes(fitWavelengths([{ lamp: 'neon', counts: sample }], truth))).toEqual(['wrongLamp'])
    const few = [837.99, 849.77, 859.36, 866, 885.63].map((nanometres) => ({ nanometres, height: 30_000 }))
    expect(codes(fitWavelengths([{ lamp: 'neon', counts: counts(truth, few, randomOf(4)) }], truth))).toEqual(
      ['tooFewLines'],
    )
  })

  it('refuses spectra of another number of pixels', () => {
    const truth = trueWavelengths()
    const lamp = lampCounts('neon', truth, randomOf(1)).subarray(0, 1000)
    expect(() => fitWavelengths([{ lamp: 'neon', counts: lamp }], truth)).toThrow(
      expect.objectContaining({ code: 'spectrum.lengthMismatch' }),
    )
  })

  it('knows the shift of each pixel to 0.1 cm-1 where there are lines', () => {
    const truth = trueWavelengths()
    const fit = fitWavelengths([{ lamp: 'neon', counts: lampCounts('neon', truth, randomOf(6)) }], truth)
    const wanted = shiftsOf(truth, 785)
    const found = shiftsOf(
      truth.map((_, pixel) => polynomialAt(fit.coefficients, pixel)),
      785,
    )
    wanted.forEach((shift, pixel) => {
      if (shift > 700 && shift < 1800) expect(Math.abs(found[pixel]! - shift)).toBeLessThan(0.1)
    })
  })
})
