import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decompose, recompose } from './discreteWavelet'
import { orthogonalWavelets } from './orthogonalWavelets'

const modes = ['symmetric', 'reflect', 'periodic', 'constant', 'zero'] as const
const lastDigits = (wavelet: string) => (wavelet.startsWith('sym') ? 9 : 11)

describe('the wavelet transform', () => {
  it.each([...orthogonalWavelets.keys()])(
    '%s takes a spectrum apart and puts it together again',
    (wavelet) => {
      const y = Float64Array.from({ length: 161 }, (_, i) => Math.sin(i) + i / 50)
      for (const mode of modes) {
        const again = recompose(decompose(y, { wavelet, level: 2, mode }), wavelet, y.length)
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
          const again = recompose(decompose(y, { wavelet: 'db4', level: 3, mode }), 'db4', y.length)
          for (const [i, value] of y.entries()) expect(again[i]).toBeCloseTo(value, 12)
        },
      ),
    )
  })

  it('calls haar db1 too', () => {
    const y = Float64Array.of(1, 3, 5, 11)
    const haar = decompose(y, { wavelet: 'haar', level: 1, mode: 'symmetric' })
    expect(decompose(y, { wavelet: 'db1', level: 1, mode: 'symmetric' })).toEqual(haar)
    expect(haar.details[0]![0]).toBeCloseTo(-Math.SQRT2, 14)
  })

  it('refuses a level at which every coefficient would see an edge', () => {
    const decomposition = { wavelet: 'db4', level: 3, mode: 'symmetric' } as const
    expect(() => decompose(new Float64Array(55), decomposition)).toThrow(
      expect.objectContaining({ code: 'spectrum.tooShort', details: { points: 55, needed: 56 } }) as Error,
    )
  })

  it('refuses a wavelet that it does not know', () => {
    expect(() => decompose(new Float64Array(99), { wavelet: 'db99', level: 1, mode: 'zero' })).toThrow(
      expect.objectContaining({ code: 'recipe.invalidParameter' }) as Error,
    )
  })
})
