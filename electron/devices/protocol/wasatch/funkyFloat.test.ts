import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeFunkyFloat, encodeFunkyFloat } from './funkyFloat'

it('is sent whole part first and read fraction first', () => {
  // 0x01E7 is 1.90234375, by the maker.
  expect(encodeFunkyFloat(1.90234375)).toBe(0x01e7)
  expect(decodeFunkyFloat(Uint8Array.of(0xe7, 0x01))).toBe(1.90234375)
})

it('keeps a number to within half a step', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 255.99, noNaN: true }), (value) => {
      const word = encodeFunkyFloat(value)
      expect(Math.abs(decodeFunkyFloat(Uint8Array.of(word & 0xff, word >> 8)) - value)).toBeLessThanOrEqual(
        1 / 512,
      )
    }),
  )
  for (const wrong of [-0.01, 256, NaN]) expect(() => encodeFunkyFloat(wrong)).toThrow(RangeError)
})
