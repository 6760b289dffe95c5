import { describe, expect, it } from 'vitest'
import { calibrationStatusSchema, type Passport, type PassportSummary } from '../../../contract/passport'
import { aPassport } from '../../../storage/passportFixtures'
import type { PassportStanding } from '../../../storage/repositories/passports'
import { calibrationStatus, DEFAULT_POLICY } from './calibrationStatus'

const MADE = '2026-03-02T06:00:00.000Z'
const after = (hours: number) => new Date(Date.parse(MADE) + hours * 3_600_000).toISOString()

const inForce: Passport = {
  ...aPassport({ detectorTemperatureCelsius: -60 }),
  id: 'one',
  createdAt: MADE,
  expiresAt: after(24),
  operatorName: 'Ada',
  serialNumber: 'A',
  softwareVersion: '0.1.0',
}
const failed: PassportSummary = {
  ...inForce,
  id: 'two',
  verdict: 'fail',
  reasons: [{ code: 'resolution', message: 'Lines are 14 cm-1 wide.', tip: 'Clean the window.' }],
}
const none: PassportStanding = { inForce: null, lastVerdict: null, lastMadeAt: null, otherInstrument: null }
const standing: PassportStanding = { inForce, lastVerdict: inForce, lastMadeAt: MADE, otherInstrument: 'B' }

const status = ({
  standing: given = standing,
  hours = 1,
  celsius = -60 as number | null,
  origin = 'instrument' as 'instrument' | 'replayed',
}) =>
  calibrationStatusSchema.parse(
    calibrationStatus({
      instrument: { serialNumber: 'A', origin },
      standing: given,
      now: after(hours),
      detectorTemperatureCelsius: celsius,
      policy: DEFAULT_POLICY,
    }),
  )

describe('calibrationStatus', () => {
  it.each([
    [0, 'valid'],
    [19.9, 'valid'],
    [20, 'nearEnd'],
    [23.9, 'nearEnd'],
    [24, 'expired'],
    [1000, 'expired'],
  ])('%s h after the check is %s', (hours, state) => {
    expect(status({ hours })).toMatchObject({ state, passportId: 'one', expiresAt: after(24) })
  })

  it('says how long it still holds', () => {
    expect(status({ hours: 21.5 }).message).toBe('Calibrated 21.5 h ago; holds for another 2.5 h.')
  })

  it('ends with a change of the detector of more than 2 K, either way', () => {
    expect(status({ celsius: -58.1 }).state).toBe('valid')
    expect(status({ celsius: -57.9 })).toMatchObject({
      state: 'expired',
      message: 'The detector is at -57.9 °C and was calibrated at -60.0 °C: more than 2 K apart.',
    })
    expect(status({ celsius: -62.1 }).state).toBe('expired')
    expect(status({ celsius: null }).state).toBe('valid')
  })

  it('does not believe a clock that went backwards', () => {
    expect(status({ hours: -0.01 }).state).toBe('valid')
    expect(status({ hours: -1 })).toMatchObject({
      state: 'expired',
      message: expect.stringMatching('went backwards') as string,
    })
    // A check that was refused tells the time, too.
    const refusedSince = { ...standing, lastMadeAt: after(3) }
    expect(status({ standing: refusedSince, hours: 2 }).state).toBe('expired')
  })

  it('keeps the axis of the passport in force when a check failed, and says why it failed', () => {
    expect(status({ standing: { ...standing, lastVerdict: failed } })).toMatchObject({
      state: 'failed',
      message: 'The last daily check of A failed. Lines are 14 cm-1 wide.',
      tip: 'Clean the window. Run the daily check.',
      passportId: 'one',
    })
    expect(status({ standing: { ...none, lastVerdict: failed } })).toMatchObject({
      state: 'failed',
      passportId: null,
    })
  })

  it('tells an instrument that was never calibrated from one beside one that was', () => {
    expect(status({ standing: none })).toMatchObject({ state: 'missing', passportId: null, expiresAt: null })
    expect(status({ standing: { ...none, otherInstrument: 'B' } })).toMatchObject({
      state: 'otherInstrument',
      message: 'Calibrated is B; this is A, which never was.',
    })
    expect(status({ origin: 'replayed' }).state).toBe('missing')
  })
})
