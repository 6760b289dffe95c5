import { describe, expect, it } from 'vitest'
import { decodeSpectrum, saturatedPixels, spectrumLayout } from './spectrum'

describe('spectrumLayout', () => {
  it('is one endpoint, but two for 2048 pixels on FX2', () => {
    expect(spectrumLayout('fx2', 1024)).toEqual([{ endpoint: 0x82, bytes: 2048 }])
    expect(spectrumLayout('fx2', 2048)).toEqual([
      { endpoint: 0x82, bytes: 2048 },
      { endpoint: 0x86, bytes: 2048 },
    ])
    expect(spectrumLayout('arm', 2048)).toEqual([{ endpoint: 0x82, bytes: 4096 }])
    expect(spectrumLayout('arm', 1952)).toEqual([{ endpoint: 0x82, bytes: 3904 }])
  })
})

describe('decodeSpectrum', () => {
  const one = [{ endpoint: 0x82, bytes: 6 }]
  const two = [
    { endpoint: 0x82, bytes: 4 },
    { endpoint: 0x86, bytes: 4 },
  ]
  const part = (...bytes: number[]) => Uint8Array.from(bytes)

  it('reads little-endian words, endpoint after endpoint', () => {
    expect(Array.from(decodeSpectrum([part(1, 0, 0, 1, 0xff, 0xff)], one, false))).toEqual([1, 256, 65_535])
    expect(Array.from(decodeSpectrum([part(1, 0, 2, 0), part(3, 0, 4, 0)], two, false))).toEqual([1, 2, 3, 4])
    expect(Array.from(decodeSpectrum([part(1, 0, 2, 0), part(3, 0, 4, 0)], two, true))).toEqual([4, 3, 2, 1])
  })

  it.each([
    ['short', [part(1, 0, 2, 0)], one],
    ['long', [part(1, 0, 2, 0, 3, 0, 4, 0)], one],
    ['of odd length', [part(1, 0, 2, 0, 3)], one],
    ['of half its parts', [part(1, 0, 2, 0)], two],
    ['of unequal parts', [part(1, 0, 2, 0, 3, 0), part(4, 0)], two],
    ['empty', [part()], one],
  ])('refuses one that is %s', (_, parts, layout) => {
    expect(() => decodeSpectrum(parts, layout, false)).toThrow(
      expect.objectContaining({ code: 'device.garbled' }),
    )
  })

  it('refuses one in which all pixels are equal', () => {
    expect(() => decodeSpectrum([part(5, 1, 5, 1, 5, 1)], one, false)).toThrow('all of its 3 pixels are 261')
  })
})

it('counts pixels from 0xFFFE on as saturated', () => {
  expect(saturatedPixels(Float64Array.of(0xfffd, 0xfffe, 0xffff, 0))).toBe(2)
})
