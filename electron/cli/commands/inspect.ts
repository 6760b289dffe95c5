import type { RawFrame } from '../../contract/frame'
import { connectMicroscope } from '../../devices/connectMicroscope'
import { systemClock } from '../../shared/clock'
import { interruption } from '../interruption'
import { answer } from '../output'

export interface InspectOptions {
  port: string
  integration: number
  frames: number
  power: number
  eyewearConfirmed?: boolean
  json?: boolean
}

/** Connects, reads what there is to read, exposes a few frames. What fires lights the bench, never a lesion. */
export async function inspect(options: InspectOptions): Promise<void> {
  const interrupted = interruption()
  const begunAtMs = systemClock.monotonicMs()
  const microscope = await connectMicroscope({ path: options.port, clock: systemClock })
  try {
    const connectedAfterMs = systemClock.monotonicMs() - begunAtMs
    const registers = (await microscope.readRegisters?.()) ?? {}
    const frames: ReturnType<typeof describeFrame>[] = []
    await microscope.acquire({
      plan: {
        integrationTimeMs: options.integration,
        accumulations: options.frames,
        darkFrames: 1,
        laserPowerMilliwatts: options.power,
      },
      authorisation: {
        operatorId: 'command line',
        standard: 'bench',
        eyewearConfirmed: options.eyewearConfirmed === true || microscope.identity.origin === 'simulated',
      },
      signal: interrupted,
      onFrame: (frame) => {
        frames.push(describeFrame(frame))
        return Promise.resolve()
      },
    })
    const { identity, limits, wavenumbers } = microscope
    const axis = { first: wavenumbers[0], last: wavenumbers.at(-1) }
    const { readings } = microscope.state
    const report = { identity, limits, axis, connectedAfterMs, readings, registers, frames }
    answer(report, options, () =>
      [
        ...Object.entries({ ...identity, ...registers }).map(([name, value]) => `${name}  ${String(value)}`),
        ...frames.map(
          ({ atMs, laser, mean, saturated }) =>
            `frame at ${atMs.toFixed(0)} ms, laser ${laser}, mean ${mean.toFixed(1)} counts, ${saturated} pixels saturated`,
        ),
      ].join('\n'),
    )
  } finally {
    await microscope.close()
  }
}

function describeFrame({ deviceTimeMicroseconds, laser, intensities, saturatedPixels }: RawFrame) {
  return {
    /** When its exposure began. */
    atMs: deviceTimeMicroseconds / 1000,
    laser,
    mean: intensities.reduce((sum, counts) => sum + counts, 0) / intensities.length,
    saturated: saturatedPixels,
  }
}
