import { describe, expect, it } from 'vitest'
import { averagedIrradiance, irradiance } from './irradiance'
import { skinLimit } from './skinLimit'

describe('the exposure limit of skin', () => {
  // By hand from ICNIRP 2013, table 7, with C_A = 10^(0.002 x 85) = 1.4791.
  it.each([
    [0.1, 0.915],
    [0.5, 1.368],
    [1, 1.627],
    [2, 1.935],
    [5, 2.433],
    [10, 2.893],
    [20, 5.916],
    [600, 177.5],
    [30_000, 8875],
  ])('at 785 nm for %d s is %d J/cm2', (seconds, limit) => {
    expect(Math.abs(skinLimit(seconds, 785) / limit - 1)).toBeLessThan(5e-4)
  })

  it('steps up by 2 % at 10 s, which belongs to the lower side', () => {
    expect(skinLimit(10.000001, 785) / skinLimit(10, 785)).toBeCloseTo(1.0224, 4)
  })

  it('is that of visible light up to 700 nm, and five times that from 1050 nm on', () => {
    expect(skinLimit(1, 650)).toBe(1.1)
    expect(skinLimit(1, 700)).toBe(1.1)
    expect(skinLimit(1, 1064)).toBe(5.5)
    expect(skinLimit(1, 1049.9999)).toBeCloseTo(5.5, 1)
  })

  it.each([NaN, 399, 1401, Infinity])('is refused at %d nm', (wavelength) => {
    expect(() => skinLimit(1, wavelength)).toThrow(expect.objectContaining({ code: 'device.outOfRange' }))
  })
})

describe('irradiance', () => {
  it('of 28.5 mW through 3.5 mm is the limit of a long exposure, and of 28 mW in 10 um is 36 kW/cm2', () => {
    expect(averagedIrradiance(28.46, 0.01)).toBeCloseTo(0.2 * 10 ** 0.17, 4)
    expect(irradiance(28, 0.01)).toBeCloseTo(35_651, 0)
  })

  it('is averaged over a spot that is larger than the aperture', () => {
    expect(averagedIrradiance(100, 7)).toBe(irradiance(100, 7))
    expect(averagedIrradiance(100, 3.4)).toBe(irradiance(100, 3.5))
  })
})
