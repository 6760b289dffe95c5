import type { CalibrationStatus, Passport } from '../contract/passport'
import type { CaseLog } from './openCaseLog'
import type { NewPassport, PassportFigures } from './repositories/passports'
import { aDevice } from './fixtures'

/* What the tests of passports begin with. */

export const noFigures: PassportFigures = {
  laserNanometres: null,
  siliconWavenumber: null,
  shiftPixels: null,
  stretchPixels: null,
  rmsPixels: null,
  resolutionWavenumber: null,
  shiftWavenumber: null,
  throughput: null,
  darkCounts: null,
}

export function aPassport(changes: Partial<NewPassport['passport']> = {}): NewPassport['passport'] {
  return {
    operatorId: '',
    verdict: 'pass',
    reasons: [],
    device: aDevice(),
    steps: [],
    instrumentMs: 40_000,
    detectorTemperatureCelsius: -60,
    laserTemperatureCelsius: 25,
    dark: null,
    badPixels: null,
    wavelength: null,
    laser: null,
    shift: null,
    resolution: null,
    intensity: null,
    throughput: null,
    drift: null,
    formerId: null,
    warnings: [],
    ...changes,
  }
}

export function addPassport(log: CaseLog, changes: Partial<NewPassport['passport']> = {}): Passport {
  return log.passports.add({
    passport: aPassport({ operatorId: log.operators.ensure('Ada').id, ...changes }),
    validHours: 24,
    figures: { ...noFigures, laserNanometres: 785.02 },
    spectra: new Map([['neon', Float64Array.of(0.1, 2, 1 / 3)]]),
  })
}

export function aStatus(changes: Partial<CalibrationStatus> = {}): CalibrationStatus {
  return {
    state: 'valid',
    message: 'The passport holds.',
    tip: null,
    passportId: null,
    measuredAt: null,
    expiresAt: null,
    ...changes,
  }
}
