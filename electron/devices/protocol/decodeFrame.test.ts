import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StokesError } from '../../contract/errors'
import { decodeFrame } from './decodeFrame'
import { goldenFrame } from './goldenFrame'

describe('decodeFrame', () => {
  it('reads every field of the golden frame', () => {
    expect(decodeFrame(goldenFrame)).toEqual({
      sequence: 7,
      acquisition: 2,
      deviceTimeMicroseconds: 4_303_967_296,
      integrationTimeMicroseconds: 100_000,
      accumulation: 1,
      accumulations: 3,
      laserPowerMilliwatts: 30.5,
      emissionMs: 100,
      detectorTemperatureCelsius: -60.25,
      laserTemperatureCelsius: 25,
      saturatedPixels: 1,
      laser: 'on',
      shutterOpen: true,
      interlockClosed: true,
      simulated: true,
      dropped: 0,
      counts: Float64Array.of(0, 513, 65_535),
    })
  })

  it('reads a frame that does not begin on a word of its buffer', () => {
    const shifted = new Uint8Array(goldenFrame.length + 3)
    shifted.set(goldenFrame, 3)
    expect(decodeFrame(shifted.subarray(3))).toEqual(decodeFrame(goldenFrame))
  })

  it('refuses a frame of which any bit was flipped', () => {
    for (let bit = 0; bit < goldenFrame.length * 8; bit++) {
      const harmed = goldenFrame.slice()
      harmed[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => decodeFrame(harmed), `bit ${bit}`).toThrow(StokesError)
    }
  })

  it('refuses a frame that was cut or padded', () => {
    for (let length = 0; length < goldenFrame.length; length++)
      expect(() => decodeFrame(goldenFrame.subarray(0, length)), `${length} bytes`).toThrow(StokesError)
    expect(() => decodeFrame(Uint8Array.of(...goldenFrame, 0))).toThrow(
      '75 bytes came, 74 belong to 3 pixels',
    )
  })

  it('names both checksums', () => {
    const harmed = goldenFrame.slice()
    harmed[64] = 1
    expect(() => decodeFrame(harmed)).toThrow(/CRC-32 is 0x[0-9A-F]{8} where 0x79D70C4E was sent/)
  })

  it('never takes arbitrary bytes for a frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => decodeFrame(bytes)).toThrow(StokesError)
      }),
    )
  })
})
