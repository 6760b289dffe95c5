import type { SiteDose } from '../../../../electron/contract/exposure'
import { duration, withUnit } from './numbers'

/** Three digits that mean something: `1.30`, `0.0412`, `178`. */
export function figure(value: number): string {
  if (value === 0) return '0'
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

/** Of the averaged dose: `1.30 of 2.43 J/cm²`. */
export function spentText({ spent: { dose, limit } }: Pick<SiteDose, 'spent'>): string {
  return limit === 0 ? 'none yet' : `${figure(dose)} of ${figure(limit)}\u202fJ/cm²`
}

/** `318 W/cm²`, `36 kW/cm²`. */
export function irradianceText(wattsPerSquareCentimetre: number): string {
  return wattsPerSquareCentimetre >= 10_000
    ? withUnit(wattsPerSquareCentimetre / 1000, 'kW/cm²')
    : withUnit(wattsPerSquareCentimetre, 'W/cm²')
}

/** How long the site may be exposed at this power. */
export function remainingText({ remainingSeconds, unlimited, power }: SiteDose): string {
  const milliwatts = withUnit(power.milliwatts, 'mW', power.milliwatts % 1 === 0 ? 0 : 1)
  if (unlimited) return `no limit at ${milliwatts}`
  const left = remainingSeconds < 10 ? withUnit(remainingSeconds, 's', 1) : duration(1000 * remainingSeconds)
  return `${left} at ${milliwatts}`
}
