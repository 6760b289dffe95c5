import type { DeviceIdentity } from '../../../contract/frame'
import type { CalibrationState, CalibrationStatus, PassportPolicy } from '../../../contract/passport'
import type { PassportStanding } from '../../../storage/repositories/passports'

/** A day at the bedside: one check each morning, with the evening's patients near its end. */
export const DEFAULT_POLICY: PassportPolicy = { validHours: 24, nearEndHours: 20, detectorKelvin: 2 }

const HOUR_MS = 3_600_000
/** A clock that is set right by the network jumps by less. */
export const CLOCK_TOLERANCE_MS = 60_000
const CHECK = 'Run the daily check.'

interface Circumstances {
  instrument: Pick<DeviceIdentity, 'serialNumber' | 'origin'>
  standing: PassportStanding
  /** Of the detector now; null where it does not say. */
  detectorTemperatureCelsius: number | null
  /** ISO 8601. */
  now: string
  policy: PassportPolicy
}

/** What is known of the calibration of an instrument that is about to measure. */
export function calibrationStatus(circumstances: Circumstances): CalibrationStatus {
  const { inForce } = circumstances.standing
  return {
    ...stateOf(circumstances),
    ...(clockWentBack(circumstances) && { clockWentBack: true }),
    passportId: inForce?.id ?? null,
    measuredAt: inForce?.createdAt ?? null,
    expiresAt: inForce?.expiresAt ?? null,
  }
}

type Told = Pick<CalibrationStatus, 'state' | 'message' | 'tip'>

function stateOf(circumstances: Circumstances): Told {
  const { instrument, standing, now } = circumstances
  const { serialNumber } = instrument
  const { inForce, lastVerdict, lastMadeAt, otherInstrument } = standing
  if (instrument.origin === 'replayed')
    return { state: 'missing', message: 'A recorded file has the axis that it was written with.', tip: null }
  if (lastVerdict?.verdict === 'fail') {
    const why = lastVerdict.reasons.map(({ message }) => message).join(' ')
    return told(
      'failed',
      `The last daily check of ${serialNumber} failed. ${why}`,
      failureTip(lastVerdict.reasons),
    )
  }
  if (!inForce) {
    return otherInstrument === null
      ? told('missing', `${serialNumber} has no calibration passport; its axis is the factory's.`)
      : told('otherInstrument', `Calibrated is ${otherInstrument}; this is ${serialNumber}, which never was.`)
  }
  if (clockWentBack(circumstances)) {
    return told(
      'expired',
      `The clock of this computer went backwards: it says ${now}, and the last daily check was at ${lastMadeAt}.`,
      'Set the clock, or run the daily check and confirm that the clock is right.',
    )
  }
  return ageOf(inForce, circumstances)
}

function clockWentBack({ standing: { lastMadeAt }, now }: Circumstances): boolean {
  return lastMadeAt !== null && Date.parse(now) < Date.parse(lastMadeAt) - CLOCK_TOLERANCE_MS
}

function ageOf(
  { createdAt, expiresAt, detectorTemperatureCelsius: then }: NonNullable<PassportStanding['inForce']>,
  { now, policy, detectorTemperatureCelsius: today }: Circumstances,
): Told {
  const age = (Date.parse(now) - Date.parse(createdAt)) / HOUR_MS
  const left = (Date.parse(expiresAt!) - Date.parse(now)) / HOUR_MS
  if (left <= 0)
    return told(
      'expired',
      `The calibration is ${age.toFixed(1)} h old; it held for ${(age + left).toFixed(1)} h.`,
    )
  if (then !== null && today !== null && Math.abs(today - then) > policy.detectorKelvin) {
    return told(
      'expired',
      `The detector is at ${today.toFixed(1)} °C and was calibrated at ${then.toFixed(1)} °C: more than ` +
        `${policy.detectorKelvin} K apart.`,
      'Wait until the detector is at its temperature again, or run the daily check.',
    )
  }
  const said = `Calibrated ${age.toFixed(1)} h ago; holds for another ${left.toFixed(1)} h.`
  return left <= policy.validHours - policy.nearEndHours
    ? told('nearEnd', said, 'Run the daily check soon.')
    : told('valid', said, null)
}

function failureTip(reasons: readonly { tip: string }[]): string {
  return [...new Set(reasons.map(({ tip }) => tip)), CHECK].join(' ')
}

function told(state: CalibrationState, message: string, tip: string | null = CHECK): Told {
  return { state, message, tip }
}
