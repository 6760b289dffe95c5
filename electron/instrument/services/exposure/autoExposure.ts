import type { AutoExposure, AutoExposureOptions } from '../../../contract/exposure'
import { StokesError } from '../../../contract/errors'
import type { RawFrame } from '../../../contract/frame'
import type { Microscope } from '../../../devices/microscope'
import { OVERHEAD_MS, type ExposureService } from './exposureService'
import { fillOf, integrationForFill, TARGET_FILL, type Trial } from './integrationForFill'

/** Short, so that little of the dose is spent; from the usual brightness of skin. */
const FIRST_TRIAL_MS = 100
const TRIALS = 4
/** How much shorter or longer the next trial is than one that was too bright or too dark. */
const STEP = 8
const LONGEST_TRIAL_MS = 1_000

/**
 * Finds the integration time at which a lesion fills the converter well, by trial frames that are counted in its dose and
 * not kept. The time is within what the instrument can and what the site may still have.
 *
 * @throws what `ExposureService.fire` throws; device.unsupported where nobody knows when the detector is full;
 * device.outOfRange where there is nothing to see
 */
export async function autoExposure(
  microscope: Microscope,
  exposures: ExposureService,
  options: AutoExposureOptions,
): Promise<AutoExposure> {
  const { limits } = microscope
  const { authorisation, powerMilliwatts, accumulations } = options
  let trialMs = within(FIRST_TRIAL_MS, limits.integrationTimeMs)
  for (let tried = 0; tried < TRIALS; tried++) {
    const trial = await expose(microscope, exposures, options, trialMs)
    const wantedMs = integrationForFill(trial)
    if (wantedMs === null) {
      const next = fillOf(trial) > TARGET_FILL ? trialMs / STEP : trialMs * STEP
      trialMs = Math.min(LONGEST_TRIAL_MS, within(Math.round(next), limits.integrationTimeMs))
      continue
    }
    const dose = await exposures.dose(microscope, authorisation.lesionId, powerMilliwatts)
    const allowedMs = dose ? (1000 * dose.remainingSeconds - OVERHEAD_MS) / accumulations : Infinity
    const possibleMs = within(wantedMs, limits.integrationTimeMs)
    const integrationTimeMs = within(Math.floor(Math.min(possibleMs, allowedMs)), limits.integrationTimeMs)
    return {
      integrationTimeMs,
      fill: TARGET_FILL * (integrationTimeMs / wantedMs),
      cappedBy: allowedMs < possibleMs ? 'dose' : possibleMs === wantedMs ? null : 'instrument',
    }
  }
  throw new StokesError(
    'device.outOfRange',
    `No exposure from 1 to ${LONGEST_TRIAL_MS} ms shows a usable signal.`,
    {
      tip: 'Look whether the probe is on the lesion and the window is clean, and choose the time by hand.',
    },
  )
}

async function expose(
  microscope: Microscope,
  exposures: ExposureService,
  { authorisation, powerMilliwatts }: AutoExposureOptions,
  integrationTimeMs: number,
): Promise<Trial> {
  const { saturationCounts, badPixels } = microscope.identity
  if (saturationCounts === null)
    throw new StokesError('device.unsupported', 'This source does not say when its detector is full.')
  const frames: Partial<Record<'dark' | 'sample', RawFrame>> = {}
  const firing = {
    ...{ microscope, authorisation, powerMilliwatts },
    ...{ kind: 'preview' as const, exposureMs: integrationTimeMs, frames: 1 },
  }
  await exposures.fire(firing, (saw) =>
    microscope.acquire({
      plan: { integrationTimeMs, accumulations: 1, darkFrames: 1, laserPowerMilliwatts: powerMilliwatts },
      authorisation,
      signal: new AbortController().signal,
      onFrame: (frame, kind) => {
        saw(frame)
        frames[kind] = frame
        return Promise.resolve()
      },
    }),
  )
  const [sample, dark] = [frames.sample!.intensities, frames.dark!.intensities]
  return { integrationTimeMs, sample, dark, saturationCounts, badPixels }
}

function within(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, value))
}
