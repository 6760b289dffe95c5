import { describe, expect, it } from 'vitest'
import type { DeviceReadings } from '../../contract/device'
import type { DeviceIdentity } from '../../contract/frame'
import { laserStatus, requireForPatients } from './laserStatus'

const IDENTITY: DeviceIdentity = {
  maker: 'Stokes',
  model: 'VM-785',
  serialNumber: 'VM00000007',
  firmware: '1',
  origin: 'instrument',
  pixels: 16,
  excitationNanometres: 785,
  saturationCounts: 65_535,
  badPixels: [],
  watchdog: 'firmware',
}
const DARK: DeviceReadings = {
  laserEmitting: false,
  laserArmed: false,
  interlockClosed: true,
  shutterOpen: false,
  detectorTemperatureCelsius: null,
  laserTemperatureCelsius: null,
  watchdogTrips: 0,
}

describe('the laser as it was read back', () => {
  it.each([
    [DARK, 'disarmed'],
    [{ ...DARK, laserArmed: true }, 'armed'],
    [{ ...DARK, laserArmed: true, laserEmitting: true }, 'firing'],
    // Light is light, whatever the firmware thinks of it.
    [{ ...DARK, laserEmitting: true }, 'firing'],
    [null, 'unknown'],
  ])('is %j', (readings, state) => {
    expect(laserStatus(IDENTITY, readings).state).toBe(state)
  })
})

describe('an instrument for patients', () => {
  const limits = {
    integrationTimeMs: { min: 1, max: 1000 },
    accumulations: { min: 1, max: 10 },
    laserPowerMilliwatts: { min: 0, max: 100 },
  }
  const { watchdog: _, ...unstated } = IDENTITY
  it.each([
    ['whose firmware has no watchdog', { identity: { ...IDENTITY, watchdog: 'none' as const }, limits }],
    ['that does not say whether it has one', { identity: unstated, limits }],
    ['whose power cannot be set', { identity: IDENTITY, limits: { ...limits, laserPowerMilliwatts: null } }],
  ])('is none %s', (_name, microscope) => {
    expect(() => {
      requireForPatients(microscope)
    }).toThrow(expect.objectContaining({ code: 'laser.benchOnly' }))
  })

  it('has both', () => {
    expect(() => {
      requireForPatients({ identity: IDENTITY, limits })
    }).not.toThrow()
  })
})
