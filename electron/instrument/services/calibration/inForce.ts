import type { CalibrationStatus, Passport, PassportPolicy } from '../../../contract/passport'
import type { Microscope } from '../../../devices/microscope'
import { wavenumberAxis } from '../../../devices/wavenumberAxis'
import type { PassportStanding } from '../../../storage/repositories/passports'
import { calibrationStatus } from './calibrationStatus'

/** The axis that an instrument measures on, and what is known of it. */
export interface CalibrationInForce {
  /** cm-1, ascending, one a pixel. */
  wavenumbers: Float64Array
  status: CalibrationStatus
}

interface Known {
  standing: PassportStanding
  now: string
  policy: PassportPolicy
}

/** Of this instrument, now. */
export function calibrationInForce(microscope: Microscope, known: Known): CalibrationInForce {
  return {
    wavenumbers: axisInForce(microscope, known.standing),
    status: statusInForce(microscope, known),
  }
}

/** The same without the axis, which does not change as time goes by. */
export function statusInForce({ identity: instrument, state }: Microscope, known: Known): CalibrationStatus {
  const detectorTemperatureCelsius = state.readings?.detectorTemperatureCelsius ?? null
  return calibrationStatus({ instrument, detectorTemperatureCelsius, ...known })
}

/** Without a case log no passport can be known. */
export function factoryCalibration({ wavenumbers, identity }: Microscope): CalibrationInForce {
  return {
    wavenumbers,
    status: {
      state: 'missing',
      message: `No case log is open, so no passport of ${identity.serialNumber} is known; its axis is the factory's.`,
      tip: 'Give the case log that holds its passport.',
      passportId: null,
      measuredAt: null,
      expiresAt: null,
    },
  }
}

/** Of the passport in force, however old: it is nearer to the truth than the factory's. */
function axisInForce({ wavenumbers }: Microscope, { inForce }: PassportStanding): Float64Array {
  const own = wavelengthsOf(inForce, wavenumbers.length)
  return own ? wavenumberAxis(own.coefficients, own.laserNanometres, wavenumbers.length) : wavenumbers
}

/** What a passport says of a detector of so many pixels; null where it says nothing. */
export function wavelengthsOf(
  passport: Passport | null,
  pixels: number,
): { coefficients: number[]; laserNanometres: number } | null {
  const laserNanometres = passport?.laser?.laserNanometres ?? null
  if (!passport?.wavelength || laserNanometres === null || passport.device.pixels !== pixels) return null
  return { coefficients: passport.wavelength.coefficients, laserNanometres }
}
