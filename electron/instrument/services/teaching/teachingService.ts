import { StokesError, toProblem, type Problem } from '../../../contract/errors'
import type { RawFrame } from '../../../contract/frame'
import type { Lesson, TaughtMeasurement } from '../../../contract/teaching'
import type { Microscope } from '../../../devices/microscope'
import type { AnalysisThread } from '../analysis'
import type { CalibrationInForce } from '../calibration/inForce'
import type { DeviceService } from '../deviceService'
import { meanOf, type MeasuredFrames } from '../measuredFrames'
import { lessons, type TaughtLesson } from './lessons'

interface TeachingServiceOptions {
  devices: Pick<DeviceService, 'state' | 'connected'>
  inForce: (microscope: Microscope) => Promise<CalibrationInForce>
  analysis: Pick<AnalysisThread, 'judge'>
}

type VirtualMicroscope = Microscope & Required<Pick<Microscope, 'samples' | 'simulator'>>

/** Healthy skin, on which nothing but the fault is to be seen. */
const SAMPLE = 'skin:II:1'
const PLAN = { integrationTimeMs: 1000, accumulations: 5, darkFrames: 1, laserPowerMilliwatts: 25 }
/** The laser of the virtual microscope meets no eye. */
const AUTHORISATION = { operatorId: 'teaching', eyewearConfirmed: true, standard: 'a lesson' }

/** Faults of the virtual microscope, to be learnt to recognise. A real instrument has no handle for any of this. */
export class TeachingService {
  private running = false

  constructor(private readonly options: TeachingServiceOptions) {
    let seen: unknown = null
    // A lesson whose process died has left its fault: the virtual microscope of the application begins without any.
    options.devices.state.listen(({ identity, device }) => {
      if (identity === seen) return
      seen = identity
      if (identity && device?.kind === 'virtual') {
        const { simulator } = options.devices.connected()
        simulator?.clear().catch(() => undefined)
      }
    })
  }

  /** Empty unless the virtual microscope is connected. */
  lessons(): Lesson[] {
    if (this.options.devices.state.current.identity?.origin !== 'simulated') return []
    return lessons.map(({ id, title, recognise, remedy }) => ({ id, title, recognise, remedy }))
  }

  /**
   * Measures healthy skin with the fault of a lesson, and takes the fault back. Nothing is stored.
   * @throws device.unsupported for a real instrument, usage.invalid, acquisition.running, and what the case log throws
   */
  async measure(lessonId: string, signal = new AbortController().signal): Promise<TaughtMeasurement> {
    const microscope = requireVirtual(this.options.devices.connected())
    const lesson = lessons.find(({ id }) => id === lessonId)
    if (!lesson) throw new StokesError('usage.invalid', `There is no lesson "${lessonId}".`)
    if (this.running || microscope.state.connection !== 'idle') throw busy()
    this.running = true
    try {
      const { wavenumbers } = await this.options.inForce(microscope)
      const measured: MeasuredFrames = {
        device: microscope.identity,
        wavenumbers,
        // A lesson is not about the passport of the virtual microscope.
        calibration: null,
        setPowerMilliwatts: PLAN.laserPowerMilliwatts,
        ...{ frames: [], darkFrames: [] },
      }
      const { detectorTemperatureCelsius, problem } = await expose(microscope, lesson, measured, signal)
      const complete = problem === null && measured.frames.length > 0
      const answer = complete ? (await this.options.analysis.judge(measured)).answer : null
      return {
        lessonId,
        wavenumbers: [...wavenumbers],
        frames: countsOf(measured.frames),
        darkFrames: countsOf(measured.darkFrames),
        spectrum: complete ? [...meanOf(measured)] : [],
        detectorTemperatureCelsius,
        quality: answer?.quality ?? null,
        problem,
      }
    } finally {
      this.running = false
    }
  }
}

/** Puts the fault in, measures, and takes it back: in every way out of here the virtual microscope is as it was. */
async function expose(
  microscope: VirtualMicroscope,
  lesson: TaughtLesson,
  { frames, darkFrames }: MeasuredFrames,
  signal: AbortSignal,
): Promise<{ detectorTemperatureCelsius: number | null; problem: Problem | null }> {
  const { samples, simulator } = microscope
  const before = samples.selected
  let detectorTemperatureCelsius: number | null = null
  try {
    await samples.select(SAMPLE)
    await lesson.putIn(simulator)
    await microscope.acquire({
      plan: PLAN,
      authorisation: AUTHORISATION,
      signal,
      onFrame: (frame: RawFrame, kind) => {
        ;(kind === 'dark' ? darkFrames : frames).push(frame)
        detectorTemperatureCelsius = frame.detectorTemperatureCelsius
        return Promise.resolve()
      },
    })
    return { detectorTemperatureCelsius, problem: null }
  } catch (error) {
    const problem = toProblem(error)
    if (problem.code === 'acquisition.cancelled') throw error
    return { detectorTemperatureCelsius, problem }
  } finally {
    await simulator.clear()
    await samples.select(before)
  }
}

function countsOf(frames: MeasuredFrames['frames']): number[][] {
  return frames.map(({ intensities }) => [...intensities])
}

function requireVirtual(microscope: Microscope): VirtualMicroscope {
  const { samples, simulator, identity } = microscope
  if (samples && simulator && identity.origin === 'simulated') return microscope as VirtualMicroscope
  throw new StokesError('device.unsupported', 'Faults are taught on the virtual microscope alone.', {
    tip: 'Connect the virtual microscope.',
  })
}

function busy(): StokesError {
  return new StokesError('acquisition.running', 'The instrument measures, so no lesson can begin.', {
    tip: 'Wait until it has finished, or end it; a live view, too.',
  })
}
