import type { StandardAuthorisation } from '../../../contract/device'
import type { RawFrame } from '../../../contract/frame'
import type { Microscope } from '../../../devices/microscope'
import type { Clock } from '../../../shared/clock'
import type { StepPlan } from './checkSteps'

/** The frames of one standard. */
export interface MeasuredStandard {
  plan: StepPlan
  frames: RawFrame[]
  darkFrames: RawFrame[]
  laserPowerMilliwatts: number
  /** On the way, waiting for people left out. */
  instrumentMs: number
}

interface MeasureOptions {
  plan: StepPlan
  authorisation: StandardAuthorisation
  laserPowerMilliwatts: number
  /** Counts without light, as far as they are known. */
  floorCounts: number
  clock: Clock
  signal: AbortSignal
  /** The frames of the plan so far. */
  onProgress: (progress: { recorded: number; frames: number; remainingMs: number }) => void
}

/** The brightest pixel is to be lit to this share of its range: lines that are bright enough, and room for a noisy lamp. */
const TARGET_FILL = 0.6
const PROBE_MS = 100
/** Of a microscope that does not say where it saturates. */
const USUAL_SATURATION = 65_535

/**
 * Measures one standard: at the exposures of the plan, or at one that a first frame tells is right. The laser is off
 * afterwards.
 *
 * @throws acquisition.cancelled, and what the instrument throws
 */
export async function measureStandard(
  microscope: Microscope,
  { plan, authorisation, laserPowerMilliwatts, floorCounts, clock, signal, onProgress }: MeasureOptions,
): Promise<MeasuredStandard> {
  const power = plan.laser ? laserPowerMilliwatts : 0
  const begun = clock.monotonicMs()
  const expose = async (integrationTimeMs: number, accumulations: number, darkFrames: number) => {
    const taken: { dark: RawFrame[]; sample: RawFrame[] } = { dark: [], sample: [] }
    await microscope.acquire({
      plan: { integrationTimeMs, accumulations, darkFrames, laserPowerMilliwatts: power },
      authorisation,
      signal,
      onFrame: (frame, kind) => {
        taken[kind].push(frame)
        tell(frame.integrationTimeMs)
        return Promise.resolve()
      },
    })
    return taken
  }
  let planned: number[] = []
  let recorded = -1
  const tell = (exposedMs: number | null) => {
    if (planned.length === 0) return
    if (exposedMs !== null) recorded += 1
    const remainingMs = planned.slice(recorded).reduce((sum, ms) => sum + ms, 0)
    onProgress({ recorded, frames: planned.length, remainingMs })
  }

  const { longestMs } = plan
  const exposures =
    longestMs === null
      ? plan.exposuresMs
      : [
          await rightExposure(microscope, {
            ...{ longestMs, floorCounts },
            takeOne: async (ms) => (await expose(ms, 1, 0)).sample[0]!,
          }),
        ]
  planned = exposures.flatMap((ms) => Array<number>(plan.accumulations + plan.darkFrames).fill(ms))
  recorded = 0
  tell(null)
  const frames: RawFrame[] = []
  const darkFrames: RawFrame[] = []
  for (const ms of exposures) {
    const { sample, dark } = await expose(ms, plan.accumulations, plan.darkFrames)
    frames.push(...sample)
    darkFrames.push(...dark)
  }
  const instrumentMs = clock.monotonicMs() - begun
  return { plan, frames, darkFrames, laserPowerMilliwatts: power, instrumentMs }
}

interface RightExposure {
  longestMs: number
  floorCounts: number
  takeOne: (integrationTimeMs: number) => Promise<RawFrame>
}

/** Of a standard whose brightness is not known, ms: from one frame, or from more where the first is saturated. */
async function rightExposure(
  { identity, limits }: Microscope,
  { longestMs, floorCounts, takeOne }: RightExposure,
): Promise<number> {
  const saturation = identity.saturationCounts ?? USUAL_SATURATION
  const shortest = limits.integrationTimeMs.min
  const longest = Math.min(longestMs, limits.integrationTimeMs.max)
  for (let ms = Math.max(PROBE_MS, shortest); ; ms = Math.max(ms / 10, shortest)) {
    const { intensities } = await takeOne(ms)
    const highest = intensities.reduce(
      (most, value, pixel) => (identity.badPixels.includes(pixel) ? most : Math.max(most, value)),
      -Infinity,
    )
    if (highest >= saturation && ms > shortest) continue
    const wanted = (ms * (TARGET_FILL * saturation - floorCounts)) / Math.max(highest - floorCounts, 1)
    return Math.round(Math.min(Math.max(wanted, shortest), longest))
  }
}
