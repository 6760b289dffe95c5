import { setTimeout as after } from 'node:timers/promises'
import type { ProxyMarked, Remote } from 'comlink'
import { dirname } from 'node:path'
import { StokesError, toProblem, type Problem } from '../../../contract/errors'
import type { NewReprocessing, Reprocessing, ReprocessingEvent } from '../../../contract/reprocessing'
import type { Recomputation } from '../../../contract/recomputation'
import type { Clock } from '../../../shared/clock'
import type { BatchEnd, Reprocessings } from '../../../storage/repositories/reprocessings'
import { chosenInWords } from './chosenInWords'
import type { ReprocessDesk } from './reprocessDesk'
import { startReprocessThread } from './reprocessThread'
import { runReprocessing } from './runReprocessing'

export interface ReprocessingServiceOptions {
  caseLogPath: string
  log: Remote<Reprocessings & ProxyMarked>
  /** Whether a measurement runs: it goes first. */
  measuring: () => boolean
  clock: Clock
  /** What arises outside any call. */
  tellProblem: (problem: Problem) => void
}

type Thread = ReturnType<typeof startReprocessThread>

/** How often is looked whether a measurement still runs. */
const LOOK_MS = 250

/** Batches of stored cases that are computed again: one at a time, on a thread of their own, beside whatever is measured. */
export class ReprocessingService {
  private readonly listeners = new Set<(event: ReprocessingEvent) => void>()
  /** The one that runs; `ended` never rejects. */
  private current: { id: string; stop: AbortController; ended: Promise<unknown> } | null = null
  /** Few look at batches: it is started for the first. */
  private reading: Thread | null = null
  private closed = false

  constructor(private readonly options: ReprocessingServiceOptions) {}

  /** What cannot work is said before it is begun. @throws StokesError as the contract says */
  async start({ operatorId, with: asked, engine, search, filters }: NewReprocessing): Promise<Reprocessing> {
    this.refuseSecond()
    return this.run(async (thread) => {
      const prepared = await thread.api.prepare(asked, engine)
      const acquisitions = await thread.api.choose({ search, filters })
      const chosen = chosenInWords({ search, filters })
      return this.options.log.start({ ...prepared, operatorId, engine, chosen, acquisitions })
    })
  }

  async resume(id: string): Promise<Reprocessing> {
    this.refuseSecond()
    return this.run(() => this.options.log.resume(id))
  }

  /** What was computed until then is kept. */
  async cancel(id: string): Promise<Reprocessing> {
    if (this.current?.id === id) {
      const { stop, ended } = this.current
      stop.abort('cancelled')
      await ended
    }
    const batch = await this.options.log.get(id)
    if (batch.state !== 'running') return batch
    // Nobody computes it: how it ended could not be written then.
    const cancelled = await this.options.log.end(id, { state: 'cancelled', problem: null, workedMs: 0 })
    this.tell({ type: 'batch', batch: cancelled })
    return cancelled
  }

  /** The newest answer of a measurement once more, with the model and on the engine that gave it; nothing is stored. */
  async recompute(acquisitionId: string): Promise<Recomputation> {
    const thread = this.startThread()
    try {
      return await Promise.race([thread.api.recompute(acquisitionId), thread.lost])
    } finally {
      await thread.stop()
    }
  }

  /** Reads what came out, beside the batch that runs. */
  async look<T>(at: (desk: Remote<ReprocessDesk>) => Promise<T>): Promise<T> {
    const thread = (this.reading ??= this.startThread())
    try {
      return await Promise.race([at(thread.api), thread.lost])
    } catch (error) {
      if (toProblem(error).code === 'process.ended') this.reading = null
      throw error
    }
  }

  listen(listener: (event: ReprocessingEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The batch that runs is interrupted, and can be resumed the next time. */
  async close(): Promise<void> {
    this.closed = true
    this.current?.stop.abort('closed')
    await Promise.all([this.current?.ended, this.reading?.stop()])
  }

  /** Begins a batch on a thread of its own, and goes on with it when this has answered. */
  private async run(begin: (thread: Thread) => Promise<Reprocessing>): Promise<Reprocessing> {
    const stop = new AbortController()
    const thread = this.startThread()
    // From here on no other one begins.
    const begun = (this.current = { id: '', stop, ended: Promise.resolve() })
    try {
      const batch = await Promise.race([begin(thread), thread.lost])
      begun.id = batch.id
      begun.ended = this.work(batch, thread, stop.signal)
      return batch
    } catch (error) {
      this.current = null
      await thread.stop()
      throw error
    }
  }

  private async work(batch: Reprocessing, thread: Thread, signal: AbortSignal): Promise<void> {
    const { id } = batch
    const { log, clock, measuring, tellProblem } = this.options
    this.tell({ type: 'batch', batch })
    const begunAt = clock.monotonicMs()
    // A thread that hangs in an engine is not waited for.
    const stopped = new Promise<null>((resolve) => {
      signal.addEventListener(
        'abort',
        () =>
          void patience().then(() => {
            resolve(null)
          }),
        { once: true },
      )
    })
    let answering: Promise<unknown> = Promise.resolve()
    const asked = <T>(answer: Promise<T>) => {
      answering = answer.catch(() => undefined)
      return Promise.race([answer, thread.lost, stopped])
    }
    const end = await asked(thread.api.begin(id))
      .then((begun) =>
        begun === null
          ? 0
          : runReprocessing({
              ...{ ...begun, clock, signal },
              next: () => asked(thread.api.next()),
              record: (rows) => log.record(id, rows),
              wait: () => (measuring() ? untilIdle(measuring, signal) : null),
              onProgress: (progress) => {
                this.tell({ type: 'progress', progress: { id, ...progress } })
              },
            }),
      )
      .then((workedMs): BatchEnd => ({ ...endOf(signal), workedMs }))
      .catch((error: unknown): BatchEnd => {
        const problem = toProblem(error)
        tellProblem(problem)
        const state = problem.code === 'process.ended' ? 'interrupted' : 'failed'
        return { state, problem, workedMs: clock.monotonicMs() - begunAt }
      })
    // One that is ended in the middle of native code takes the whole process with it.
    await Promise.race([answering.then(() => thread.stop()), thread.lost.catch(() => undefined), patience()])
    this.current = null
    try {
      this.tell({ type: 'batch', batch: await log.end(id, end) })
    } catch (error) {
      // It is found interrupted the next time that Stokes starts.
      tellProblem(toProblem(error))
    }
  }

  private startThread(): Thread {
    const { caseLogPath } = this.options
    return startReprocessThread({ caseLogPath, rememberIn: dirname(caseLogPath) })
  }

  private refuseSecond(): void {
    if (this.closed) throw new StokesError('process.ended', 'Stokes is being closed.')
    if (!this.current) return
    throw new StokesError('usage.invalid', 'Another batch is being computed.', {
      tip: 'Wait for it, or cancel it: it can be resumed later.',
    })
  }

  private tell(event: ReprocessingEvent): void {
    for (const listener of this.listeners) listener(event)
  }
}

/** Longer than it takes to compute one measurement. */
const STOP_MS = 5000
const patience = () => after(STOP_MS, undefined, { ref: false })

async function untilIdle(measuring: () => boolean, signal: AbortSignal): Promise<void> {
  while (measuring() && !signal.aborted) await after(LOOK_MS, undefined, { signal }).catch(() => undefined)
}

function endOf(signal: AbortSignal): Pick<BatchEnd, 'state' | 'problem'> {
  if (!signal.aborted) return { state: 'finished', problem: null }
  if (signal.reason === 'cancelled') return { state: 'cancelled', problem: null }
  return {
    state: 'interrupted',
    problem: {
      code: 'process.ended',
      message: 'Stokes was closed while the batch was being computed.',
      tip: 'Resume it: it goes on where it ended.',
    },
  }
}
