import { setTimeout as wait } from 'node:timers/promises'
import type { AcquisitionEvent, AcquisitionPlan } from '../../contract/acquisition'
import type { LaserAuthorisation } from '../../contract/device'
import { StokesError, toProblem } from '../../contract/errors'
import type { RawFrame } from '../../contract/frame'
import type { Microscope } from '../../devices/microscope'
import type { Clock } from '../../shared/clock'
import { epochMs } from '../../shared/epochMs'
import { streamWork } from '../../shared/streamWork'
import type { AcquisitionLog } from './acquisitionLog'
import type { AnalysisThread, JudgedSpectrum } from './analysis'
import type { CalibrationInForce } from './calibration/inForce'
import type { ExposureService, Firing } from './exposure/exposureService'
import { meanOf, type MeasuredFrames } from './measuredFrames'
import { sideBySide } from './sideBySide'

interface AcquisitionServiceOptions {
  connected: () => Microscope
  /** The axis to measure on, and what is known of it. */
  inForce: (microscope: Microscope) => CalibrationInForce | Promise<CalibrationInForce>
  log: AcquisitionLog
  /** Nothing fires on a lesion past it. */
  exposures: Pick<ExposureService, 'fire' | 'requireAllowed'>
  analysis: Pick<AnalysisThread, 'judge' | 'complete'>
  /** Told of each frame that was recorded. */
  recorded: (frame: RecordedFrame) => void
  /** Told when the answer was given; nothing waits for it. */
  answered?: (acquisitionId: string, measured: MeasuredFrames) => void
  clock: Clock
}

export interface RecordedFrame {
  frame: RawFrame
  kind: 'dark' | 'sample'
  /** It and those before it. */
  measured: MeasuredFrames
  /** When its last byte had come, ms since the epoch. */
  completedAt: number
  /** The answer comes next. */
  last: boolean
}

/** Nobody reads it faster. */
const PROGRESS_EVERY_MS = 50
/** Who is shown the answer sooner need not read that it is computed. */
const JUDGING_TOLD_AFTER_MS = 50
/** The window paints what was judged before the case log and the bands take the cores. */
const PAINTED_WITHIN_MS = 25
/** An answer that takes longer is not waited for. */
const ANSWER_WITHIN_MS = 100

/** One measurement that runs. */
interface Measurement {
  microscope: Microscope
  plan: AcquisitionPlan
  spot: string | undefined
  authorisation: LaserAuthorisation
  signal: AbortSignal
  tell: (event: AcquisitionEvent) => void
}

/** What is known when every frame is in the case log. */
interface Recorded {
  /** Of the frames, in the case log. */
  entries: number[]
  /** Is told as soon as it is there. */
  judged: Promise<JudgedSpectrum>
  /** Resolves when what was judged is on the screen, or takes too long for anything to wait for it. */
  painted: Promise<void>
}

/** Measures a lesion: from the selected lesion to the stored answer. */
export class AcquisitionService {
  private running: { cancelled: AbortController; aborted: AbortSignal; ended: Promise<void> } | null = null

  constructor(private readonly options: AcquisitionServiceOptions) {}

  /** Resolves when no measurement runs. */
  async whenIdle(): Promise<void> {
    while (this.running) await this.running.ended
  }

  /** Ends the measurement that runs, if any; resolves when its frames, and how it ended, are in the case log. */
  async cancel(): Promise<void> {
    this.running?.cancelled.abort()
    await this.running?.ended
  }

  /**
   * Measures and answers. What is judged is told while the laser is read back as off; how the measurement ended is written
   * when it is painted, and the bands come with `done`, when the answer is in the case log. Ends with `done`, or throws;
   * leaving the iterator early, or the signal, cancels. Every frame is committed before anything is computed from it.
   *
   * @throws acquisition.running, acquisition.originMismatch, acquisition.cancelled, laser.doseReached, laser.benchOnly, and
   * what the instrument and the case log throw
   */
  async *start(
    plan: AcquisitionPlan,
    authorisation: LaserAuthorisation,
    signal?: AbortSignal,
    spot?: string,
  ): AsyncGenerator<AcquisitionEvent, void> {
    // One that was cancelled still writes how it ended.
    while (this.running?.aborted.aborted) await this.running.ended
    if (this.running) {
      throw new StokesError('acquisition.running', 'A measurement runs already.', {
        tip: 'Wait until it has finished, or cancel it.',
      })
    }
    const microscope = this.options.connected()
    const cancelled = new AbortController()
    const stopped = signal ? AbortSignal.any([signal, cancelled.signal]) : cancelled.signal
    yield* streamWork((tell, aborted) => {
      const work = this.measure({ microscope, plan, spot, authorisation, signal: aborted, tell }).finally(
        () => {
          this.running = null
        },
      )
      const ended = work.catch(() => undefined)
      this.running = { cancelled, aborted, ended }
      return work
    }, stopped)
  }

  private async measure(measurement: Measurement): Promise<void> {
    const { log, analysis, inForce, exposures } = this.options
    const { microscope, plan, spot, authorisation, tell } = measurement
    const { identity: device } = microscope
    // What may not be exposed leaves no trace of a measurement.
    await exposures.requireAllowed(firingOf(measurement))
    const { wavenumbers, status: calibration } = await inForce(microscope)
    const { lesionId, operatorId } = authorisation
    const acquisitionId = await log.start({
      lesionId,
      operatorId,
      device,
      plan,
      spot,
      wavenumbers,
      calibration,
    })

    const measured: MeasuredFrames = {
      device,
      wavenumbers,
      calibration,
      setPowerMilliwatts: plan.laserPowerMilliwatts,
      frames: [],
      darkFrames: [],
    }
    let recorded: Recorded
    try {
      recorded = await this.record(measurement, acquisitionId, measured)
      await recorded.painted
      await log.finish(acquisitionId, { status: 'complete' })
    } catch (error) {
      const problem = toProblem(error)
      const status = problem.code === 'acquisition.cancelled' ? 'cancelled' : 'failed'
      // What ended the measurement is what the user must hear, also where the case log fails for the same reason.
      await log.finish(acquisitionId, { status, problem }).catch(() => undefined)
      throw error
    }

    let shown = false
    try {
      const judged = await recorded.judged
      shown = true
      const { answer, recipe } = await analysis.complete(judged)
      await log.saveAnswer({ acquisitionId, frames: recorded.entries, recipe, answer })
      tell({ phase: 'done', acquisitionId, answer })
      this.options.answered?.(acquisitionId, measured)
    } catch (error) {
      throw withoutAnswer(error, shown)
    }
  }

  private async judge(
    { signal, tell }: Measurement,
    acquisitionId: string,
    measured: MeasuredFrames,
    completedAt: number,
  ): Promise<JudgedSpectrum> {
    const slow = setTimeout(tell, JUDGING_TOLD_AFTER_MS, { phase: 'judging' })
    const judged = await this.options.analysis.judge(measured).finally(() => {
      clearTimeout(slow)
    })
    if (signal.aborted) return judged
    const spectrum = {
      wavenumbers: measured.wavenumbers,
      intensities: meanOf(measured),
      frames: measured.frames.length,
    }
    tell({ phase: 'judged', acquisitionId, answer: judged.answer, spectrum, completedAt })
    return judged
  }

  /** Takes every frame of the plan and commits each; the last one is on the disk when judging begins. */
  private async record(
    measurement: Measurement,
    acquisitionId: string,
    measured: MeasuredFrames,
  ): Promise<Recorded> {
    const { microscope, plan, authorisation, signal, tell } = measurement
    const { log, recorded, clock, exposures } = this.options
    const darkFrames = microscope.limits.laserPowerMilliwatts ? plan.darkFrames : 0
    const frames = darkFrames + plan.accumulations
    const begun = clock.monotonicMs()
    const entries: number[] = []
    const keep = sideBySide(frames)
    let judged: Promise<JudgedSpectrum> | undefined
    let painted = Promise.resolve()
    let told = { phase: '', at: 0 }
    const progress = () => {
      const phase = entries.length < darkFrames ? 'dark' : 'exposing'
      const at = clock.monotonicMs()
      if (phase === told.phase && at - told.at < PROGRESS_EVERY_MS) return
      told = { phase, at }
      const remainingMs = Math.max(0, frames * plan.integrationTimeMs - (at - begun))
      tell({ phase, recorded: entries.length, frames, remainingMs })
    }

    tell({ phase: 'started', acquisitionId, frames })
    progress()
    const take = (saw: (frame: RawFrame) => void) => async (frame: RawFrame, kind: 'dark' | 'sample') => {
      const completedAt = epochMs()
      saw(frame)
      entries.push(await log.append(acquisitionId, frame, kind))
      ;(kind === 'dark' ? measured.darkFrames : measured.frames).push({
        ...frame,
        intensities: keep(frame.intensities),
      })
      const last = entries.length === frames
      if (last) {
        judged = this.judge(measurement, acquisitionId, measured, completedAt)
        // Is heard when the end of the measurement is written.
        judged.catch(() => undefined)
        painted = untilPainted(judged)
      } else progress()
      recorded({ frame, kind, measured, completedAt, last })
    }
    await exposures.fire({ ...firingOf(measurement), writeAfter: () => painted }, (saw) =>
      microscope.acquire({ plan, authorisation, signal, onFrame: take(saw) }),
    )
    if (!judged) throw new Error(`${entries.length} frames came where ${frames} were due.`)
    return { entries, judged, painted }
  }
}

async function untilPainted(judged: Promise<unknown>): Promise<void> {
  await Promise.race([judged.catch(() => undefined), wait(ANSWER_WITHIN_MS)])
  await wait(PAINTED_WITHIN_MS)
}

function firingOf({ microscope, plan, authorisation }: Measurement): Firing {
  const { accumulations: frames, integrationTimeMs, laserPowerMilliwatts: powerMilliwatts } = plan
  const exposureMs = frames * integrationTimeMs
  return { microscope, authorisation, kind: 'measurement', powerMilliwatts, exposureMs, frames }
}

/** What failed is not the measurement, which the user need not repeat. */
function withoutAnswer(cause: unknown, shown: boolean): StokesError {
  const { code, message, tip = '' } = toProblem(cause)
  const what = shown ? 'the answer that was shown was not kept' : 'there is no answer yet'
  return new StokesError(code, `Every frame was recorded, but ${what}: ${message}`, {
    cause,
    tip: `${tip} Then open the case and let it be answered.`.trim(),
  })
}
