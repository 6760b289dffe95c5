import { describe, expect, it } from 'vitest'
import type { Eeprom } from '../protocol/wasatch/eeprom'
import { percentOf } from './laserPower'

const eeprom = (laserPercent: number[] | null) =>
  ({ laserPercent, laserPowerMilliwatts: { min: 5, max: 80 } }) as Eeprom

describe('percentOf', () => {
  it('is the polynomial of the maker', () => {
    expect(percentOf(40, eeprom([2, 1.1, 0.002, 0]))).toBeCloseTo(2 + 44 + 3.2, 10)
  })

  it('is a share of the maximum where there is no calibration', () => {
    expect(percentOf(20, eeprom(null))).toBe(25)
  })

  it('is full power where a fit passes its end by a little, and refused where by more', () => {
    expect(percentOf(80, eeprom([0.4, 1.25, 0, 0]))).toBe(100)
    for (const wrong of [
      [0, 2, 0, 0],
      [-200, 1, 0, 0],
      [NaN, 1, 0, 0],
    ])
      expect(() => percentOf(80, eeprom(wrong))).toThrow(
        expect.objectContaining({ code: 'device.outOfRange' }),
      )
  })
})
