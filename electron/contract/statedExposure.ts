import type { AcquisitionRecord } from './cases'

export interface StatedExposure {
  integrationTimeMs: number | null
  laserPowerMilliwatts: number | null
  /** As it is written down; ISO 8601 where Stokes measured. */
  measuredAt: string | null
}

/** What is known of how and when was measured: of what came out of a file, what that says. Null for what nobody stated. */
export function statedExposure({
  plan,
  startedAt,
  file,
}: Pick<AcquisitionRecord, 'plan' | 'startedAt' | 'file'>): StatedExposure {
  if (file) {
    const { integrationTimeMs, measuredAt } = file
    return { integrationTimeMs, laserPowerMilliwatts: null, measuredAt }
  }
  const { integrationTimeMs, laserPowerMilliwatts } = plan
  return { integrationTimeMs, laserPowerMilliwatts, measuredAt: startedAt }
}
