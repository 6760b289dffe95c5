import type { AcquisitionEvent, AcquisitionPlan } from '../../contract/acquisition'
import type { Answer } from '../../contract/answer'
import type { AcquisitionRecord, Lesion } from '../../contract/cases'
import type { LaserAuthorisation } from '../../contract/device'
import { StokesError, toProblem } from '../../contract/errors'
import type { DeviceIdentity, RawFrame } from '../../contract/frame'
import type { Clock } from '../../shared/clock'
import type { Microscope } from '../../devices/microscope'
import { EventQueue } from './eventQueue'
import type { MeasuredFrames } from './measuredFrames'

/** What an acquisition needs of the case log. */
export interface AcquisitionLog {
  lesion(id: string): Promise<Lesion>
  start(acquisition: {
    lesionId: string
    operatorId: string
    device: DeviceIdentity
    plan: AcquisitionPlan
    wavenumbers: Float64Array
  }): Promise<AcquisitionRecord>
  /** Resolves when the frame would survive a power cut. */
  append(acquisitionId: string, frame: RawFrame, kind: 'dark' | 'sample'): Promise<void>
  finish(acquisitionId: string, outcome: Pick<AcquisitionRecord, 'status' | 'problem'>): Promise<void>
  saveAnswer(acquisitionId: string, answer: Answer): Promise<void>
}

interface AcquisitionServiceOptions {
  connected: () => Microscope
  log: AcquisitionLog
  answer: (frames: MeasuredFrames) => Promise<Answer>
  /** Shows a frame that was recorded. */
  show: (frame: RawFrame) => void
  clock: Clock
}

/** One measurement of a lesion: from the selected lesion to the stored answer. */
export class AcquisitionService {
  private running: AbortController | null = null

  constructor(private readonly options: AcquisitionServiceOptions) {}

  /** Ends the acquisition that runs, if any. Its frames so far are kept. */
  cancel(): void {
    this.running?.abort()
  }

  /**
   * Measures and answers. Ends with `done`, or throws; leaving the iterator early, or the signal, cancels. Every frame is
   * committed before anything is computed from it.
   *
   * @throws acquisition.running, acquisition.originMismatch, acquisition.cancelled, and what the instrument and the case
   * log throw
   */
  async *start(
    plan: AcquisitionPlan,
    authorisation: LaserAuthorisation,
    signal?: AbortSignal,
  ): AsyncGenerator<AcquisitionEvent, void> {
    if (this.running) {
      throw new StokesError('acquisition.running', 'A measurement runs already.', {
        tip: 'Wait until it has finished, or cancel it.',
      })
    }
    const controller = new AbortController()
    this.running = controller
    const abort = () => {
      controller.abort()
    }
    signal?.addEventListener('abort', abort, { once: true })
    const events = new EventQueue<AcquisitionEvent>()
    const work = this.run(plan, authorisation, controller.signal, (event) => {
      events.push(event)
    }).then(
      () => {
        events.end()
      },
      (error: unknown) => {
        events.fail(error)
      },
    )
    try {
      yield* events
    } finally {
      abort()
      await work
      signal?.removeEventListener('abort', abort)
      this.running = null
    }
  }

  private async run(
    plan: AcquisitionPlan,
    authorisation: LaserAuthorisation,
    signal: AbortSignal,
    tell: (event: AcquisitionEvent) => void,
  ): Promise<void> {
    const { connected, log } = this.options
    const microscope = connected()
    const { identity, wavenumbers } = microscope
    const lesion = await log.lesion(authorisation.lesionId)
    requireSameOrigin(lesion, identity)

    const { lesionId, operatorId } = authorisation
    const { id } = await log.start({ lesionId, operatorId, device: identity, plan, wavenumbers })
    const measured: MeasuredFrames = { origin: identity.origin, wavenumbers, frames: [], darkFrames: [] }
    try {
      await this.expose(microscope, id, plan, authorisation, signal, measured, tell)
      await log.finish(id, { status: 'complete', problem: null })
    } catch (error) {
      const problem = toProblem(error)
      const status = problem.code === 'acquisition.cancelled' ? 'cancelled' : 'failed'
      // What ended the acquisition is what the user must hear, also when the case log fails for the same reason.
      await log.finish(id, { status, problem }).catch(() => undefined)
      throw error
    }

    tell({ phase: 'judging' })
    const answer = await this.options.answer(measured)
    await log.saveAnswer(id, answer)
    tell({ phase: 'done', acquisitionId: id, answer })
  }

  private async expose(
    microscope: Microscope,
    acquisitionId: string,
    plan: AcquisitionPlan,
    authorisation: LaserAuthorisation,
    signal: AbortSignal,
    measured: MeasuredFrames,
    tell: (event: AcquisitionEvent) => void,
  ): Promise<void> {
    const { log, show, clock } = this.options
    const darkFrames = microscope.limits.laserPowerMilliwatts ? plan.darkFrames : 0
    const frames = darkFrames + plan.accumulations
    const begun = clock.monotonicMs()
    let recorded = 0
    const progress = (): void => {
      const remainingMs = Math.max(0, frames * plan.integrationTimeMs - (clock.monotonicMs() - begun))
      tell({ phase: recorded < darkFrames ? 'dark' : 'exposing', recorded, frames, remainingMs })
    }

    tell({ phase: 'started', acquisitionId, frames })
    progress()
    await microscope.acquire({
      plan,
      authorisation,
      signal,
      onFrame: async (frame, kind) => {
        await log.append(acquisitionId, frame, kind)
        recorded += 1
        ;(kind === 'dark' ? measured.darkFrames : measured.frames).push(frame)
        show(frame)
        progress()
      },
    })
  }
}

function requireSameOrigin(lesion: Lesion, { origin }: DeviceIdentity): void {
  if (lesion.origin === origin) return
  throw new StokesError(
    'acquisition.originMismatch',
    `This lesion holds ${lesion.origin} spectra; the connected device gives ${origin} ones. They are never mixed.`,
    { tip: 'Create a lesion for this device, or connect the device that the lesion was measured with.' },
  )
}
