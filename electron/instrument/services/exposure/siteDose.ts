import type { DosePolicy, PowerAtSample, SiteDose, StoredExposure } from '../../../contract/exposure'
import { doseAt, remainingSeconds, type Exposure } from '../../../devices/laserSafety/dose'
import { doseLimit } from '../../../devices/laserSafety/dosePolicy'
import { averagedIrradiance, irradiance } from '../../../devices/laserSafety/irradiance'
import { ASSUMED_SPOT_MICROMETRES } from '../../../devices/laserSafety/powerAtSample'
import { LONGEST_EXPOSURE_SECONDS, skinLimit } from '../../../devices/laserSafety/skinLimit'

type Light = Pick<
  StoredExposure,
  'startedAt' | 'durationMs' | 'powerMilliwatts' | 'spotMicrometres' | 'wavelengthNanometres'
>

/** Pieces of one emission are written apart; a clock in whole milliseconds leaves a gap between them. */
const SAME_EMISSION_SECONDS = 0.01

/**
 * Light on one lesion as the limit at this wavelength counts it, pieces of one emission joined. All of it is taken to
 * have met one spot. What seems to lie in the future (the clock went back) is taken to have ended now.
 */
export function exposuresAt(
  lights: readonly Light[],
  nowSeconds: number,
  wavelengthNanometres: number,
): Exposure[] {
  const joined: Exposure[] = []
  for (const light of lights) {
    const seconds = light.durationMs / 1000
    const startSeconds = Math.min(Date.parse(light.startedAt) / 1000, nowSeconds - seconds)
    const weight = skinLimit(1, wavelengthNanometres) / skinLimit(1, light.wavelengthNanometres)
    const averaged = weight * averagedIrradiance(light.powerMilliwatts, spotMillimetres(light))
    const last = joined.at(-1)
    const lastEnd = last ? last.startSeconds + last.seconds : -Infinity
    if (last && Math.abs(startSeconds - lastEnd) < SAME_EMISSION_SECONDS) {
      last.seconds = startSeconds + seconds - last.startSeconds
      last.irradiance = Math.max(last.irradiance, averaged)
    } else joined.push({ startSeconds, seconds, irradiance: averaged })
  }
  return joined
}

interface SiteDoseOptions {
  lights: readonly Light[]
  nowSeconds: number
  wavelengthNanometres: number
  power: PowerAtSample
  policy: DosePolicy
}

/** What a lesion has had, and what it may have at this power. */
export function siteDose({
  lights,
  nowSeconds,
  wavelengthNanometres,
  power,
  policy,
}: SiteDoseOptions): SiteDose {
  const exposures = exposuresAt(lights, nowSeconds, wavelengthNanometres)
  const limit = doseLimit(policy, wavelengthNanometres)
  const averaged = averagedIrradiance(power.milliwatts, spotMillimetres(power))
  const remaining = remainingSeconds(exposures, nowSeconds, averaged, limit)
  const localDose = lights.map(
    (light) => (irradiance(light.powerMilliwatts, spotMillimetres(light)) * light.durationMs) / 1000,
  )
  return {
    spent: doseAt(exposures, nowSeconds, limit),
    remainingSeconds: remaining,
    unlimited: remaining >= LONGEST_EXPOSURE_SECONDS,
    power,
    averagedIrradiance: averaged,
    local: {
      irradiance: irradiance(power.milliwatts, spotMillimetres(power)),
      dose: localDose.reduce((sum, dose) => sum + dose, 0),
      spotMicrometres: power.spotMicrometres ?? ASSUMED_SPOT_MICROMETRES,
      assumed: power.spotMicrometres === null,
    },
    policy,
  }
}

export function spotMillimetres({ spotMicrometres }: { spotMicrometres: number | null }): number {
  return (spotMicrometres ?? ASSUMED_SPOT_MICROMETRES) / 1000
}
