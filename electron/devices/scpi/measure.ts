import { StokesError } from '../../contract/errors'
import type { Origin } from '../../contract/frame'
import type { Measurement, MeasureContext } from '../driver'
import { exposeFrames, frameWindowMs } from './exposeFrames'
import type { FrameGuard } from './frameGuard'
import { expectNoError } from './instrumentError'
import { armLaser, emissionProblem, fireLaser } from './laser'
import { rawFrame } from './rawFrame'
import { readReadings } from './readings'
import type { ScpiRun } from './scpiRun'

/** Readings are taken this often while frames are exposed. */
const READINGS_MS = 250

interface ScpiMeasureContext extends MeasureContext {
  guard: FrameGuard
  origin: Origin
}

/** Exposes dark frames, then the sample. Switching the laser off afterwards is for whoever owns the run. */
export async function measure(
  run: ScpiRun,
  measurement: Measurement,
  context: ScpiMeasureContext,
): Promise<void> {
  const { integrationTimeMs, darkFrames, accumulations, laserPowerMilliwatts } = measurement
  const { guard, origin, clock, state, onFrame, onStarted } = context
  const laser = laserPowerMilliwatts > 0

  state.change({ connection: 'acquiring', problem: null })
  run.send('*CLS', `SENS:INT ${integrationTimeMs}`, 'SOUR:SHUT OPEN')
  await expectNoError(run)
  const { watchdogTrips } = await readReadings(run)

  const expose = async (kind: 'dark' | 'sample', count: number | null): Promise<void> => {
    const emits = kind === 'sample' && laser
    let watchAgainAt = 0
    const watch = async (): Promise<void> => {
      if (clock.monotonicMs() < watchAgainAt) return
      watchAgainAt = clock.monotonicMs() + READINGS_MS
      const readings = await readReadings(run)
      state.change({ readings })
      const problem = emits ? emissionProblem(readings, watchdogTrips) : null
      if (problem) throw problem
    }
    const expected = { integrationTimeMs, count, laser: emits, shutterOpen: true }
    await exposeFrames(run, expected, {
      guard,
      clock,
      watch,
      onFrame: (frame) => {
        onFrame(rawFrame(frame, origin, clock.timestamp()), kind)
      },
      ...(kind === 'sample' && onStarted && { onStarted }),
    })
  }

  if (darkFrames > 0) await expose('dark', darkFrames)
  if (!laser) {
    await expose('sample', accumulations)
    return
  }
  try {
    await armLaser(run, laserPowerMilliwatts)
    state.change({ connection: 'armed' })
    await fireLaser(run, frameWindowMs(integrationTimeMs))
    state.change({ connection: 'acquiring' })
    await expose('sample', accumulations)
  } catch (error) {
    throw await causeOf(error, run, watchdogTrips)
  }
}

/** A frame or a command that failed for want of light says so; the instrument knows why. */
async function causeOf(error: unknown, run: ScpiRun, tripsBefore: number): Promise<unknown> {
  const unlit = error instanceof StokesError && ['laser.noEmission', 'device.wrongState'].includes(error.code)
  if (!unlit) return error
  const cause = await readReadings(run).then(
    (readings) => emissionProblem(readings, tripsBefore),
    () => null,
  )
  return cause && cause.code !== 'laser.noEmission' ? cause : error
}
