import { expect, it } from 'vitest'
import { coolerSetpoint, detectorCelsius, laserCelsius } from './temperatures'

it('reads the detector by its polynomial, and nothing where there is none', () => {
  expect(detectorCelsius(2500, [60, -0.02, 0])).toBeCloseTo(10, 10)
  expect(detectorCelsius(100, [1, 0.1, 0.001])).toBeCloseTo(21, 10)
  expect(detectorCelsius(2500, [0, 0, 0])).toBeNull()
  expect(detectorCelsius(2500, [1e9, 0, 0])).toBeNull()
})

it('reads the thermistor of the laser', () => {
  // 10 kOhm in the divider of 21.45 kOhm is 10/31.45 of full scale: 1302 steps, and 25 degrees.
  expect(laserCelsius(1302)).toBeCloseTo(25, 1)
  // R = 5 kOhm: 3977 / (ln 0.5 + 3977/298) - 273 = 41.33.
  expect(laserCelsius(Math.round((4096 * 5) / 26.45))).toBeCloseTo(41.3, 1)
  expect(laserCelsius(0)).toBeNull()
  expect(laserCelsius(4095)).toBeNull()
})

it('keeps the setpoint of the cooler within twelve bits', () => {
  expect(coolerSetpoint(10, [2000, -20, 0])).toBe(1800)
  expect(coolerSetpoint(-200, [2000, -20, 0])).toBe(4095)
  expect(coolerSetpoint(200, [2000, -20, 0])).toBe(0)
})
