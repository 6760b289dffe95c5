import type { DailyCheckOptions, PassportPolicy } from '../../../contract/passport'
import type { Microscope } from '../../../devices/microscope'
import type { NewPassport, TrendRow } from '../../../storage/repositories/passports'
import { verdictOf } from './checkVerdict'
import type { CheckedInstrument, FormerCalibration, Temperatures } from './findings'
import { figuresOf, trendsOf, warningsOf } from './trendFigures'

interface Circumstances {
  microscope: Microscope
  options: Pick<DailyCheckOptions, 'operatorId'>
  former: FormerCalibration
  policy: PassportPolicy
  /** Of the checks before, the oldest first. */
  rows: readonly TrendRow[]
  /** ISO 8601. */
  now: string
}

/** What is kept of a daily check. */
export function passportOf(
  checked: CheckedInstrument,
  { microscope, options, former, policy, rows, now }: Circumstances,
): NewPassport {
  const { steps, findings, spectra, instrumentMs, temperatures } = checked
  const { verdict, reasons } = verdictOf(checked, former.passport)
  const figures = figuresOf(findings, former.factory)
  const trends = trendsOf([...rows, { id: '', createdAt: now, verdict, figures }])
  return {
    passport: {
      ...{ operatorId: options.operatorId, verdict, reasons, steps, instrumentMs },
      device: microscope.identity,
      detectorTemperatureCelsius: meanOf(temperatures, 'detectorTemperatureCelsius'),
      laserTemperatureCelsius: meanOf(temperatures, 'laserTemperatureCelsius'),
      ...findings,
      formerId: former.passport?.id ?? null,
      warnings: verdict === 'refused' ? [] : warningsOf(trends),
    },
    validHours: policy.validHours,
    figures,
    spectra: new Map([...spectra].map(([step, { counts }]) => [step, counts])),
  }
}

function meanOf(temperatures: readonly Temperatures[], name: keyof Temperatures): number | null {
  const known = temperatures.flatMap((one) => one[name] ?? [])
  return known.length === 0 ? null : known.reduce((sum, celsius) => sum + celsius, 0) / known.length
}
