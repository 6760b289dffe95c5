import { expect, it } from 'vitest'
import { msc } from './msc'

const reference = Array.from({ length: 40 }, (_, i) => 3 + Math.sin(i / 3))

it('gives back the reference from anything that is it, scaled and moved', () => {
  const spectra = [
    [2, 5],
    [-0.5, 100],
    [1e3, -7],
  ].map(([scale, offset]) => Float64Array.from(reference, (value) => scale! * value + offset!))
  for (const corrected of msc(spectra, { reference })) {
    for (const [i, value] of corrected.entries()) expect(value).toBeCloseTo(reference[i]!, 9)
  }
})

it.each([
  ['a constant spectrum', [new Float64Array(40).fill(2)], reference],
  ['a constant reference', [Float64Array.from(reference)], reference.map(() => 1)],
])('refuses %s', (_, spectra, against) => {
  expect(() => msc(spectra, { reference: against })).toThrow(
    expect.objectContaining({ code: 'spectrum.constant' }) as Error,
  )
})

it('takes an empty batch', () => {
  expect(msc([], {})).toEqual([])
})
