import { describe, expect, it } from 'vitest'
import { encodeFrame, type Frame } from './frame'

const frame: Frame = {
  sequence: 0x01020304,
  acquisition: 7,
  startUs: 0x0000_0012_3456_789a,
  integrationUs: 100_000,
  accumulation: 2,
  accumulations: 10,
  meanPowerMilliwatts: 30,
  emissionMs: 100,
  detectorCelsius: -60,
  laserCelsius: 25,
  saturatedPixels: 1,
  emission: 'whole',
  shutterOpen: true,
  interlockClosed: true,
  dropped: 3,
  counts: Uint16Array.of(0, 1, 0x1234, 65_535),
}

/** Written by hand from the table of section 5. */
const golden = `
  53 54 4b 31  40 00  04 00
  04 03 02 01  07 00 00 00
  9a 78 56 34 12 00 00 00
  a0 86 01 00  02 00  0a 00
  00 00 f0 41  00 00 c8 42
  00 00 70 c2  00 00 c8 41
  01 00 00 00  1d 00 00 00
  03 00 00 00  00 00 00 00
  00 00 01 00 34 12 ff ff`

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

describe('encodeFrame', () => {
  it('lays the bytes out as the page says', () => {
    expect(hex(encodeFrame(frame)).slice(0, -8)).toBe(golden.replace(/\s/g, ''))
  })

  it('ends in the CRC-32 of all bytes before it, little-endian', () => {
    // zlib.crc32 of Python over the golden bytes.
    expect(hex(encodeFrame(frame)).slice(-8)).toBe('0056192d')
  })

  it('has 2116 bytes at 1024 pixels', () => {
    expect(encodeFrame({ ...frame, counts: new Uint16Array(1024) })).toHaveLength(2116)
  })

  it.each([
    ['none', false, false, 0x10],
    ['part', true, false, 0x16],
    ['whole', true, true, 0x1d],
    ['none', false, true, 0x18],
  ] as const)(
    'emission %s, shutter %s, interlock %s: flags %i',
    (emission, shutterOpen, interlockClosed, flags) => {
      expect(encodeFrame({ ...frame, emission, shutterOpen, interlockClosed })[52]).toBe(flags)
    },
  )

  it('wraps the sequence number to 0', () => {
    const bytes = encodeFrame({ ...frame, sequence: 2 ** 32 })
    expect([...bytes.subarray(8, 12)]).toEqual([0, 0, 0, 0])
  })
})
