import { rounded } from './distribution'
import type { BenchedApplication } from './window/application'
import { residentMemory, type ResidentMemory } from './window/residentMemory'

/** 100 frames/s, the most of them that the instrument takes in one go. Too short an exposure for an answer. */
const PLAN = { integrationTimeMs: 10, accumulations: 1000, darkFrames: 0 }

export interface Recorded {
  /** Frames that were recorded, of those that were asked for. */
  frames: number
  asked: number
  /** While frames were exposed. */
  seconds: number
  /** All processes, one sample a second; seconds since the start. */
  memory: (ResidentMemory & { seconds: number })[]
  /** Between the animation frames of the window meanwhile, ms. */
  intervals: number[]
  /** Live frames that the window painted meanwhile. */
  painted: number
}

/** Records as `record` does, before anything is looked at. */
export async function warmUp(application: BenchedApplication, minutes: number): Promise<void> {
  const end = performance.now() + minutes * 60_000
  while (performance.now() < end) await application.measure(PLAN)
}

/** Records at 100 frames/s for so long, one measurement after the other, as the window does. */
export async function record(application: BenchedApplication, minutes: number): Promise<Recorded> {
  const memory: Recorded['memory'] = []
  const begun = performance.now()
  const since = () => (performance.now() - begun) / 1000
  const sample = setInterval(() => {
    residentMemory(application.pid).then(
      (resident) => memory.push({ seconds: rounded(since()), ...resident }),
      () => undefined,
    )
  }, 1000)
  let frames = 0
  let asked = 0
  let exposing = 0
  await application.evaluate('bench.watchFrames()')
  try {
    while (since() < minutes * 60) {
      const { recorded, seconds } = await application.evaluate<{ recorded: number; seconds: number }>(
        `bench.record(${JSON.stringify(PLAN)})`,
      )
      frames += recorded
      asked += PLAN.accumulations
      exposing += seconds
    }
  } finally {
    clearInterval(sample)
  }
  const { intervals, painted } = await application.evaluate<Pick<Recorded, 'intervals' | 'painted'>>(
    '({ intervals: bench.intervals, painted: bench.paintedFrames })',
  )
  return { frames, asked, seconds: exposing, memory, intervals, painted }
}
