import { describe, expect, it } from 'vitest'
import type { DeviceState } from '../../../../electron/contract/device'
import { disconnected } from '../../../../electron/contract/disconnected'
import type {
  CalibrationState,
  CheckFigure,
  CheckReason,
  CheckStep,
  Passport,
  TrendQuantity,
} from '../../../../electron/contract/passport'
import { readiness } from './readiness'

const device: DeviceState = {
  ...disconnected,
  connection: 'idle',
  readings: {
    ...{
      laserEmitting: false,
      laserArmed: false,
      interlockClosed: true,
      shutterOpen: false,
      watchdogTrips: 0,
    },
    ...{ detectorTemperatureCelsius: -60, laserTemperatureCelsius: 25 },
  },
  laser: { state: 'disarmed', watchdog: 'firmware', watchdogTrips: 0 },
}
const policy = { validHours: 24, nearEndHours: 20, detectorKelvin: 2 }
const status = (state: CalibrationState) => ({
  ...{ state, message: `It is ${state}.`, tip: state === 'valid' ? null : 'Run the daily check.' },
  ...{ passportId: 'p', measuredAt: null, expiresAt: null },
})
const figure = (label: string, pass = true): CheckFigure => ({
  label,
  value: 1,
  unit: 'px',
  limit: 'at most 2 px',
  pass,
})

function passport(failed: Partial<Record<CheckStep, CheckReason>> = {}): Passport {
  const step = (name: CheckStep, ...figures: CheckFigure[]) => ({
    ...{ step: name, standard: name, figures, ok: !failed[name], says: true },
    reasons: failed[name] ? [failed[name]] : [],
  })
  const steps = [
    step('dark', figure('Dark current')),
    step(
      'neon',
      figure('Residual of the lines (rms)'),
      figure('Resolution', failed.neon?.code !== 'resolution'),
    ),
    step('silicon', figure('Laser, from where it was')),
    step('shift', figure('Worst band', !failed.shift)),
  ]
  return { steps, laser: { laserNanometres: 785 }, detectorTemperatureCelsius: -60 } as unknown as Passport
}

const known = {
  device,
  status: status('valid'),
  passport: passport(),
  outside: new Set<TrendQuantity>(),
  policy,
}
const toneOf = (of: ReturnType<typeof readiness>, item: string) =>
  of.rows.find((row) => row.item === item)?.tone

describe('readiness', () => {
  it('is ready where nothing is wrong, though the glass was left out', () => {
    const state = readiness(known)
    expect(state.verdict).toBe('ready')
    expect(toneOf(state, 'Intensity')).toBe('unknown')
  })

  it('is not without a passport that holds', () => {
    for (const state of ['missing', 'expired', 'failed', 'otherInstrument'] as const)
      expect(readiness({ ...known, status: status(state) }).verdict).toBe('notReady')
    expect(readiness({ ...known, status: status('nearEnd') }).verdict).toBe('nearlyDue')
  })

  it('is not on an instrument without a watchdog, with an open interlock, or a detector that is too warm', () => {
    const bench = { ...device, laser: { ...device.laser!, watchdog: 'none' as const } }
    const open = { ...device, readings: { ...device.readings!, interlockClosed: false } }
    const warm = { ...device, readings: { ...device.readings!, detectorTemperatureCelsius: -57 } }
    for (const one of [bench, open, warm])
      expect(readiness({ ...known, device: one }).verdict).toBe('notReady')
  })

  it('says what to do beside the part that failed, and only there', () => {
    const tip = 'Narrow the slit.'
    const failed = passport({ neon: { code: 'resolution', message: 'Lines are 12 cm-1 wide.', tip } })
    const state = readiness({ ...known, passport: failed, status: status('failed') })
    expect(toneOf(state, 'Resolution')).toBe('bad')
    expect(toneOf(state, 'Wavelength axis')).toBe('good')
    expect(state.rows.find(({ item }) => item === 'Resolution')!.todo).toBe(tip)
  })

  it('is amber where a figure drifts beyond its control limits', () => {
    const state = readiness({ ...known, outside: new Set<TrendQuantity>(['laserNanometres']) })
    expect(state.verdict).toBe('nearlyDue')
    expect(toneOf(state, 'Laser wavelength')).toBe('doubt')
  })
})
