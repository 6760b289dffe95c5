import { expect, it } from 'vitest'
import { subtractDark } from './subtractDark'

it('subtracts without clamping', () => {
  expect(subtractDark(Float64Array.of(5, 1), { dark: [2, 2] })).toEqual(Float64Array.of(3, -1))
})

it('refuses a dark spectrum of another length', () => {
  expect(() => subtractDark(Float64Array.of(5, 1), { dark: [2] })).toThrow(
    expect.objectContaining({ code: 'spectrum.lengthMismatch' }) as Error,
  )
})
