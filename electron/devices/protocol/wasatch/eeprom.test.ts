import { beforeEach, describe, expect, it } from 'vitest'
import { decodeEeprom } from './eeprom'

/** Written field by field from the maker's table: page, offset, type. */
function pagesOf(format: number): Buffer[] {
  const pages = Array.from({ length: 6 }, () => Buffer.alloc(64))
  pages[0]!.write('WP-785\0', 0)
  pages[0]!.write('WP-00042\0', 16)
  pages[0]!.set([1, 0, 1, 0x41, 0x00], 36) // cooling, no battery, laser, inverted axis and interlock feedback
  pages[0]!.writeInt16LE(-15, 45)
  pages[0]![63] = format
  ;[800.5, 0.15, -8e-6, 1e-10].forEach((c, i) => pages[1]!.writeFloatLE(c, 4 * i))
  pages[1]!.writeInt16LE(20, 28)
  pages[1]!.writeInt16LE(-20, 30)
  ;[66, -0.03, 1e-6].forEach((c, i) => pages[1]!.writeFloatLE(c, 32 + 4 * i))
  pages[2]!.write('S16011\0', 0)
  pages[2]!.set([0x00, 0x04], 16) // 1024
  pages[2]!.writeFloatLE(-2e-14, 21)
  ;[1, 0.9, 0.001, 0].forEach((c, i) => pages[3]!.writeFloatLE(c, 12 + 4 * i))
  pages[3]!.writeFloatLE(100, 28)
  pages[3]!.writeFloatLE(2, 32)
  pages[3]!.writeFloatLE(785.25, 36)
  pages[3]!.writeUInt32LE(3, 40)
  pages[3]!.writeUInt32LE(65_000, 44)
  for (let i = 0; i < 15; i++) pages[5]!.writeInt16LE([900, 17, 17, 4000][i] ?? -1, 2 * i)
  return pages
}

describe('decodeEeprom', () => {
  let pages: Buffer[]
  beforeEach(() => (pages = pagesOf(15)))

  it('reads what Stokes uses', () => {
    const eeprom = decodeEeprom(pages)
    expect(eeprom).toMatchObject({
      format: 15,
      model: 'WP-785',
      serialNumber: 'WP-00042',
      detector: 'S16011',
      pixels: 1024,
      hasLaser: true,
      hasCooling: true,
      invertedAxis: true,
      interlockFeedback: true,
      excitationNanometres: 785.25,
      startupCelsius: -15,
      coolerCelsius: { min: -20, max: 20 },
      integrationTimeMs: { min: 3, max: 65_000 },
      laserPowerMilliwatts: { min: 2, max: 100 },
      badPixels: [17, 900],
    })
    const expected = [800.5, 0.15, -8e-6, 1e-10, -2e-14].map(Math.fround)
    expect(eeprom.wavelengthCoefficients).toEqual(expected)
    expect(eeprom.laserPercent).toEqual([1, 0.9, 0.001, 0].map(Math.fround))
  })

  it('knows what older formats do not have', () => {
    expect(decodeEeprom(pagesOf(7)).wavelengthCoefficients).toHaveLength(4)
    expect(decodeEeprom(pagesOf(8))).toMatchObject({ invertedAxis: false, interlockFeedback: false })
    const oldest = pagesOf(3)
    oldest[0]!.writeUInt16LE(785, 39)
    expect(decodeEeprom(oldest).excitationNanometres).toBe(785)
  })

  it('has no power calibration where none was made', () => {
    pages[3]!.fill(0, 12, 28)
    expect(decodeEeprom(pages).laserPercent).toBeNull()
    pages[3]!.fill(0xff, 12, 28)
    expect(decodeEeprom(pages).laserPercent).toBeNull()
  })

  it('falls back where limits were never written', () => {
    pages[3]!.fill(0xff, 40, 48)
    expect(decodeEeprom(pages).integrationTimeMs).toEqual({ min: 1, max: 60_000 })
  })

  const spoilt: [string, (pages: Buffer[]) => void, RegExp][] = [
    ['never written', (p) => p[0]!.fill(0xff), /never written/],
    ['without a serial number', (p) => p[0]!.fill(0, 16, 32), /no serial number/],
    ['of no pixels', (p) => p[2]!.fill(0, 16, 18), /0 pixels/],
    ['without wavelengths', (p) => p[1]!.fill(0xff, 0, 16), /wavelength calibration/],
    ['of a laser that is none', (p) => p[3]!.fill(0, 36, 40), /at 0 nm/],
    ['of short pages', (p) => (p[4] = p[4]!.subarray(0, 60)), /60/],
    ['of too few pages', (p) => p.pop(), /pages have/],
  ]
  it.each(spoilt)('refuses one %s', (_, spoil, message) => {
    spoil(pages)
    expect(() => decodeEeprom(pages)).toThrow(
      expect.objectContaining({
        code: 'device.notAMicroscope',
        message: expect.stringMatching(message) as unknown,
      }),
    )
  })
})
