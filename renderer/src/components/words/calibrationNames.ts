import type { ShiftStandard } from '../../../../electron/contract/calibration'
import type {
  CalibrationState,
  CheckFigure,
  CheckStep,
  Passport,
  ReferenceLines,
} from '../../../../electron/contract/passport'
import type { Named } from './names'
import { grouped, withUnit } from './numbers'

export const stepNames: Named<CheckStep> = {
  dark: 'Dark',
  neon: 'Neon lamp',
  argon: 'Argon lamp',
  silicon: 'Silicon',
  shift: 'Shift standard',
  intensity: 'Intensity standard',
}

export const passportVerdictNames: Named<Passport['verdict']> = {
  pass: 'Passed',
  fail: 'Failed',
  refused: 'Refused',
}

export const calibrationStateNames: Named<CalibrationState> = {
  valid: 'in force',
  nearEnd: 'in force, near its end',
  expired: 'expired',
  failed: 'the last check failed',
  missing: 'none',
  otherInstrument: 'of another instrument',
}

export const shiftStandardNames: Named<ShiftStandard> = {
  polystyrene: 'Polystyrene',
  acetaminophen: 'Acetaminophen',
  cyclohexane: 'Cyclohexane',
  naphthalene: 'Naphthalene',
  calcite: 'Calcite',
}

export const referenceNames: Named<ReferenceLines['name']> = {
  neon: 'Neon',
  argon: 'Argon',
  silicon: 'Silicon',
  ...shiftStandardNames,
}

const decimals: Record<string, number> = {
  nm: 3,
  px: 3,
  'cm⁻¹': 2,
  '%': 2,
  K: 1,
  '°C': 1,
  h: 1,
  'counts/s': 1,
  counts: 1,
}

/** Decimals in which a figure of a calibration is told. */
export function calibrationDecimals(unit: string): number {
  return decimals[unit] ?? 0
}

/** A figure with its unit: `785.012 nm`; a dash where there is none. What is very small keeps two digits. */
export function calibrationFigure({ value, unit }: Pick<CheckFigure, 'value' | 'unit'>): string {
  if (value === null) return '–'
  const usual = calibrationDecimals(unit)
  const small = value !== 0 && usual > 0 && Math.abs(value) < 10 ** -usual
  const places = small ? 1 - Math.floor(Math.log10(Math.abs(value))) : usual
  return unit === '' ? grouped(value, places) : withUnit(value, unit, places)
}
