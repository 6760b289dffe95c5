import { describe, expect, it } from 'vitest'
import { calibrationDrift } from '../../electron/analysis/calibration/calibrationDrift'
import { checkShift } from '../../electron/analysis/calibration/checkShift'
import { fitLaser } from '../../electron/analysis/calibration/fitLaser'
import { fitWavelengths } from '../../electron/analysis/calibration/fitWavelengths'
import { NO_DRIFT, type Drift } from '../../electron/simulator/drift'
import { createVirtualInstrument } from '../../electron/simulator/virtualInstrument'
import { createSample } from '../../electron/simulator/virtualSample'

/** The calibration on the standards of the virtual microscope, whose tables are its own. */

/** A morning with one unit, which has drifted: lamps, silicon and acetaminophen, as the daily check takes them. */
function calibrate(seed: number, drifted: Partial<Drift> = {}) {
  const instrument = createVirtualInstrument({ seed })
  const drift = { ...NO_DRIFT, ...drifted }
  const expose = (name: string, milliseconds: number, laserPowerMilliwatts: number) => {
    const sample = createSample(name)
    const frames = Array.from({ length: 5 }, () =>
      instrument.expose({
        integrationTimeMs: milliseconds,
        shutterOpenMs: milliseconds,
        laserPowerMilliwatts,
        detectorTemperatureCelsius: -60,
        laserTemperatureCelsius: 25,
        sample,
        drift,
      }),
    )
    return {
      counts: Float64Array.from({ length: instrument.pixels }, (_, i) =>
        frames.reduce((sum, { counts }) => sum + counts[i]! / frames.length, 0),
      ),
    }
  }
  const polynomial = (coefficients: readonly number[]) =>
    Float64Array.from({ length: instrument.pixels }, (_, i) =>
      coefficients.reduceRight((sum, coefficient) => sum * i + coefficient, 0),
    )
  const wavelengths = fitWavelengths(
    [
      { lamp: 'neon', ...expose('neon', 200, 0) },
      { lamp: 'argon', ...expose('argon', 200, 0) },
    ],
    polynomial(instrument.wavelengthCoefficients),
  )
  const laser = fitLaser(expose('silicon', 500, 25), wavelengths, instrument.excitationNanometres)
  const axis = polynomial(wavelengths.coefficients).map(
    (wavelength) => 1e7 / laser.laserNanometres! - 1e7 / wavelength,
  )
  const shift = checkShift(expose('acetaminophen', 1000, 25), axis, 'acetaminophen')
  return { instrument, wavelengths, laser, shift }
}

describe.each([1, 2, 3])('unit %i', (seed) => {
  it('is calibrated on its lamps within a tenth of a pixel, and its laser is found', () => {
    const { instrument, wavelengths, laser } = calibrate(seed)
    expect(wavelengths.reasons).toEqual([])
    expect(wavelengths.rmsPixels).toBeLessThan(0.1)
    expect(Math.abs(laser.laserNanometres! - instrument.excitationNanometres)).toBeLessThan(0.03)
  })

  it.each([-0.5, 0, 0.5])(
    'has acetaminophen within 0.5 cm-1 when its laser drifted by %d nm',
    (laserNanometres) => {
      const { shift } = calibrate(seed, { laserNanometres })
      const residuals = shift.lines.map(({ residual }) => Math.abs(residual))
      expect(residuals.length).toBeGreaterThan(15)
      expect(Math.max(...residuals)).toBeLessThan(0.5)
    },
  )

  it('tells a laser that drifted by 0.02 nm from an image that grew by 0.1 px', () => {
    const drift = calibrationDrift(
      calibrate(seed),
      calibrate(seed, { laserNanometres: 0.02, stretchPixels: 0.1 }),
    )
    expect(drift!.moved).toEqual(['laser', 'stretch'])
    expect(Math.abs(drift!.laserNanometres - 0.02)).toBeLessThan(0.005)
    expect(Math.abs(drift!.stretchPixels - 0.1)).toBeLessThan(0.03)
    expect(Math.abs(drift!.shiftPixels)).toBeLessThan(0.02)
  })
})
