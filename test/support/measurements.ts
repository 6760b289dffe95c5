import type { AcquisitionPlan } from '../../electron/contract/acquisition'
import type { LaserAuthorisation } from '../../electron/contract/device'
import type { RawFrame } from '../../electron/contract/frame'
import type { Microscope } from '../../electron/devices/microscope'

export const AUTHORISATION: LaserAuthorisation = {
  lesionId: 'lesion',
  operatorId: 'operator',
  eyewearConfirmed: true,
}

const SHORT_PLAN: AcquisitionPlan = {
  integrationTimeMs: 20,
  accumulations: 2,
  darkFrames: 1,
  laserPowerMilliwatts: 30,
}

export interface Measured {
  kind: 'dark' | 'sample'
  frame: RawFrame
}

/** Measures, and gives what was handed on. */
export async function measureFrames(
  microscope: Microscope,
  plan: Partial<AcquisitionPlan> = {},
  {
    signal = new AbortController().signal,
    authorisation = AUTHORISATION,
    onFrame = () => undefined,
  }: {
    signal?: AbortSignal
    authorisation?: LaserAuthorisation
    onFrame?: (measured: Measured) => void
  } = {},
): Promise<Measured[]> {
  const measured: Measured[] = []
  await microscope.acquire({
    plan: { ...SHORT_PLAN, ...plan },
    authorisation,
    signal,
    onFrame: (frame, kind) => {
      measured.push({ kind, frame })
      onFrame({ kind, frame })
      return Promise.resolve()
    },
  })
  return measured
}

/** Resolves when `condition` holds; fails after `withinMs`. */
export async function until(condition: () => boolean, withinMs = 5_000): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Not so within ${withinMs} ms: ${String(condition)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
