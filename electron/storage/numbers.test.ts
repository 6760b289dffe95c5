import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packCounts, packFloats, unpackNumbers } from './numbers'

const bits = (values: Float64Array) => new BigUint64Array(values.slice().buffer)

describe('numbers of the case log', () => {
  it('gives any float64 back to the bit', () => {
    fc.assert(
      fc.property(fc.float64Array({ minLength: 1, maxLength: 300 }), (values) => {
        expect(bits(unpackNumbers(packCounts(values), 'A frame'))).toEqual(bits(values))
      }),
    )
  })

  it('keeps 16-bit counts in two bytes each, and gives them back to the bit', () => {
    fc.assert(
      fc.property(fc.uint16Array({ minLength: 1, maxLength: 300 }), (counts) => {
        const values = new Float64Array(counts)
        const packed = packCounts(values)
        expect(packed).toMatchObject({ dtype: 'u16le' })
        expect(packed.bytes).toHaveLength(2 * values.length)
        expect(bits(unpackNumbers(packed, 'A frame'))).toEqual(bits(values))
      }),
    )
  })

  it.each([
    ['below 0', -1],
    ['minus zero', -0],
    ['above 65535', 65536],
    ['with a fraction', 0.5],
    ['that is NaN', Number.NaN],
    ['that is infinite', Number.POSITIVE_INFINITY],
  ])('takes eight bytes each for a count %s', (_, value) => {
    const packed = packCounts(Float64Array.of(1, value, 2))
    expect(packed.dtype).toBe('f64le')
    expect(bits(unpackNumbers(packed, 'A frame'))).toEqual(bits(Float64Array.of(1, value, 2)))
  })

  it('packs a part of a longer array, wherever it begins', () => {
    const whole = Float64Array.of(1.5, 2.5, 3.5, 4.5)
    expect(unpackNumbers(packFloats(whole.subarray(1, 3)), 'Axis 1')).toEqual(Float64Array.of(2.5, 3.5))
  })

  it('is written in little-endian order', () => {
    expect([...packCounts(Float64Array.of(0x1234)).bytes]).toEqual([0x34, 0x12])
  })

  it('refuses numbers of which a single bit was changed', () => {
    const packed = packCounts(Float64Array.of(1, 2, 3))
    packed.bytes[2]! ^= 1
    expect(() => unpackNumbers(packed, 'Frame 7')).toThrow(
      expect.objectContaining({
        code: 'storage.damaged',
        message: expect.stringContaining('Frame 7') as string,
      }),
    )
  })
})
