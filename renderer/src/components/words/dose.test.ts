import { describe, expect, it } from 'vitest'
import type { SiteDose } from '../../../../electron/contract/exposure'
import { figure, irradianceText, remainingText, spentText } from './dose'

const plain = (text: string) => text.replaceAll('\u202f', ' ')

describe('a dose in words', () => {
  it.each([
    [0, '0'],
    [1.2994, '1.30'],
    [0.04123, '0.0412'],
    [177.6, '178'],
  ])('%d J/cm2 is %s', (value, text) => {
    expect(figure(value)).toBe(text)
  })

  it('is of its limit', () => {
    const spent = { seconds: 5, dose: 1.2994, limit: 2.433, fraction: 0.534 }
    expect(plain(spentText({ spent }))).toBe('1.30 of 2.43 J/cm²')
    expect(spentText({ spent: { ...spent, limit: 0 } })).toBe('none yet')
  })

  it('has the unit that keeps it short', () => {
    expect(plain(irradianceText(318.3))).toBe('318 W/cm²')
    expect(plain(irradianceText(35_651))).toBe('36 kW/cm²')
  })

  it.each([
    [30_000, true, 25, 'no limit at 25 mW'],
    [9.049, false, 30, '9.0 s at 30 mW'],
    [75, false, 28.25, '1 min 15 s at 28.3 mW'],
    [0, false, 100, '0.0 s at 100 mW'],
  ])('%d s left are said', (remainingSeconds, unlimited, milliwatts, text) => {
    expect(plain(remainingText({ remainingSeconds, unlimited, power: { milliwatts } } as SiteDose))).toBe(
      text,
    )
  })
})
