import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParametersOf } from '../../contract/recipe'
import { createWaveletTransform } from './discreteWavelet'
import { orthogonalWavelets } from './orthogonalWavelets'

type Decomposition = Omit<ParametersOf<'wavelet'>, 'threshold'>

function coefficients(y: Float64Array, decomposition: Decomposition) {
  const { decompose, approximation, details } = createWaveletTransform(y.length, decomposition)
  decompose(y)
  return { approximation, details }
}

function thereAndBack(y: Float64Array, decomposition: Decomposition) {
  const { decompose, recompose } = createWaveletTransform(y.length, decomposition)
  const again = new Float64Array(y.length)
  decompose(y)
  recompose(again)
  return again
}

const modes = ['symmetric', 'reflect', 'periodic', 'constant', 'zero'] as const
const lastDigits = (wavelet: string) => (wavelet.startsWith('sym') ? 9 : 11)

describe('the wavelet transform', () => {
  it.each([...orthogonalWavelets.keys()])(
    '%s takes a spectrum apart and puts it together again',
    (wavelet) => {
      const y = Float64Array.from({ length: 161 }, (_, i) => Math.sin(i) + i / 50)
      for (const mode of modes) {
        const again = thereAndBack(y, { wavelet, level: 2, mode })
        // The coefficients of the sym family are known to 12 digits only.
        for (const [i, value] of y.entries()) expect(again[i]).toBeCloseTo(value, lastDigits(wavelet))
      }
    },
  )

  it('does so for any length', () => {
    fc.assert(
      fc.property(
        fc.float64Array({ minLength: 56, maxLength: 150, min: -1, max: 1, noNaN: true }),
        fc.constantFrom(...modes),
        (y, mode) => {
          const again = thereAndBack(y, { wavelet: 'db4', level: 3, mode })
          for (const [i, value] of y.entries()) expect(again[i]).toBeCloseTo(value, 12)
        },
      ),
    )
  })

  it('calls haar db1 too', () => {
    const y = Float64Array.of(1, 3, 5, 11)
    const haar = coefficients(y, { wavelet: 'haar', level: 1, mode: 'symmetric' })
    expect(coefficients(y, { wavelet: 'db1', level: 1, mode: 'symmetric' })).toEqual(haar)
    expect(haar.details[0]![0]).toBeCloseTo(-Math.SQRT2, 14)
  })

  it('refuses a level at which every coefficient would see an edge', () => {
    const decomposition = { wavelet: 'db4', level: 3, mode: 'symmetric' } as const
    expect(() => createWaveletTransform(55, decomposition)).toThrow(
      expect.objectContaining({ code: 'spectrum.tooShort', details: { points: 55, needed: 56 } }) as Error,
    )
  })

  it('refuses a wavelet that it does not know', () => {
    expect(() => createWaveletTransform(99, { wavelet: 'db99', level: 1, mode: 'zero' })).toThrow(
      expect.objectContaining({ code: 'recipe.invalidParameter' }) as Error,
    )
  })
})
