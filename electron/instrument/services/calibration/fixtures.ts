import type { WavelengthFit } from '../../../contract/calibration'
import type { CheckFigure, CheckReason, CheckStep, Passport, StepResult } from '../../../contract/passport'
import { aPassport } from '../../../storage/passportFixtures'
import { noFindings, type CheckedInstrument } from './findings'

/* What the tests of daily checks begin with. */

export function aFit(rmsPixels: number, lines = 20): WavelengthFit {
  return {
    ok: true,
    reasons: [],
    lamps: ['neon'],
    order: 1,
    coefficients: [805, 0.13],
    lines: Array.from({ length: lines }, (_, i) => ({
      ...{ reference: 810 + 5 * i, measured: 810 + 5 * i + 0.001, residual: 0.001 },
      ...{
        pixel: 40 * i,
        uncertaintyPixels: 0.01,
        residualPixels: i % 2 ? rmsPixels : -rmsPixels,
        used: true,
      },
    })),
    spurious: [],
    rmsPixels,
    rmsNanometres: 0.13 * rmsPixels,
    rmsWavenumber: 2 * rmsPixels,
    leaveOneOutRmsPixels: rmsPixels,
    accuracyNanometres: [],
  }
}

export function aStep(step: CheckStep, reasons: CheckReason[] = [], figures: CheckFigure[] = []): StepResult {
  return {
    ...{ step, standard: step, ok: reasons.length === 0, says: true, reasons, figures },
    ...{
      integrationTimeMs: 400,
      accumulations: 5,
      darkFrames: 0,
      laserPowerMilliwatts: 0,
      instrumentMs: 2000,
    },
  }
}

export function checked(changes: Partial<CheckedInstrument> = {}): CheckedInstrument {
  return {
    steps: [aStep('neon')],
    findings: noFindings,
    spectra: new Map(),
    instrumentMs: 2000,
    temperatures: [],
    refused: [],
    ...changes,
  }
}

export function aKeptPassport(changes: Partial<Passport> = {}): Passport {
  return {
    ...aPassport(),
    id: 'passport-1',
    createdAt: '2026-03-02T06:00:00.000Z',
    expiresAt: '2026-03-03T06:00:00.000Z',
    operatorName: 'Ada',
    serialNumber: 'VM-1',
    softwareVersion: '0.1.0',
    ...changes,
  }
}

export const reasonOf = (code: CheckReason['code']): CheckReason => ({
  code,
  message: `It is ${code}.`,
  tip: 'Mend it.',
})
