import { describe, expect, it } from 'vitest'
import { calibrationDrift } from './calibrationDrift'
import { lampCounts, randomOf, siliconCounts, trueWavelengths } from './fixtures'
import { fitLaser } from './fitLaser'
import { fitWavelengths } from './fitWavelengths'

const believed = trueWavelengths()

/** One morning's neon and silicon. */
function calibrated(seed: number, { laser = 785, shift = 0, stretch = 0 } = {}) {
  const random = randomOf(seed)
  const truth = trueWavelengths({ shift, stretch })
  const counts = lampCounts('neon', truth, random, { bulb: randomOf(4711) })
  const wavelengths = fitWavelengths([{ lamp: 'neon', counts }], believed)
  return { wavelengths, laser: fitLaser({ counts: siliconCounts(truth, laser, random) }, wavelengths, 785) }
}

describe('calibrationDrift', () => {
  it('sees nothing where nothing moved', () => {
    for (let seed = 1; seed <= 5; seed++)
      expect(calibrationDrift(calibrated(seed), calibrated(seed + 100))!.moved).toEqual([])
  })

  it('tells a laser that drifted by 0.02 nm from a spectrum that grew by 0.1 px', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const former = calibrated(seed)
      const laser = calibrationDrift(former, calibrated(seed + 50, { laser: 785.02 }))!
      expect(laser.moved).toEqual(['laser'])
      expect(laser.laserNanometres).toBeCloseTo(0.02, 2)
      expect(laser.laserWavenumber).toBeCloseTo(0.33, 1)
      expect(Math.abs(laser.stretchPixels)).toBeLessThan(0.05)

      const stretch = calibrationDrift(former, calibrated(seed + 70, { stretch: 0.1 }))!
      expect(stretch.moved).toEqual(['stretch'])
      expect(stretch.stretchPixels).toBeGreaterThan(0.06)
      expect(stretch.stretchPixels).toBeLessThan(0.14)
      expect(Math.abs(stretch.laserNanometres)).toBeLessThan(0.006)
    }
  }, 30_000)

  it('says all that moved when all did', () => {
    const now = calibrated(9, { laser: 784.96, shift: 0.8, stretch: -0.3 })
    const drift = calibrationDrift(calibrated(8), now)!
    expect(drift.moved).toEqual(['laser', 'shift', 'stretch'])
    expect(drift.shiftPixels).toBeCloseTo(0.8, 1)
    expect(drift.stretchPixels).toBeCloseTo(-0.3, 1)
    expect(drift.laserNanometres).toBeCloseTo(-0.04, 2)
  })

  it('says nothing without silicon or lines in common', () => {
    const one = calibrated(1)
    const without = { ...one, laser: { ...one.laser, siliconPixel: null } }
    expect(calibrationDrift(one, without)).toBeNull()
    expect(calibrationDrift(one, { ...one, wavelengths: { ...one.wavelengths, lines: [] } })).toBeNull()
  })
})
