import { setTimeout as after } from 'node:timers/promises'
import type { ProxyMarked, Remote } from 'comlink'
import { StokesError, toProblem, type Problem } from '../../../contract/errors'
import type { LearningEvent, ProgressPoint, RunSummary } from '../../../contract/learning'
import type { FromTrainer, TrainerTask } from '../../../contract/trainer'
import type { Clock } from '../../../shared/clock'
import { softwareVersion } from '../../../shared/softwareVersion'
import type { FinishedRun, RunEnd, Runs } from '../../../storage/repositories/runs'
import type { LearningFolder } from './learningFolder'
import type { TrainerProcess } from './trainerProcess'

type Trainer = Pick<TrainerProcess, 'messages' | 'cancel' | 'kill'>

export interface RunQueueOptions {
  runs: Remote<Runs & ProxyMarked>
  hiddenPatients: () => Promise<string[]>
  /** Fails where the cases of a data set are no longer what they were when it was frozen. */
  requireUnchanged: (dataSetHash: string) => Promise<void>
  folder: LearningFolder
  startTrainer: (task: TrainerTask) => Trainer
  memoryLimitMegabytes: number
  clock: Clock
  tell: (event: LearningEvent) => void
  /** What arises outside any call. */
  tellProblem: (problem: Problem) => void
  /** Until what a full disk refused is written again. @default 10 s */
  retryMs?: number
}

const RETRY_MS = 10_000

type Outcome = ({ state: 'finished' } & Omit<FinishedRun, 'wallTimeMs'>) | Omit<RunEnd, 'wallTimeMs'>

/** Runs in turn, one at a time, each in a process of its own. */
export class RunQueue {
  private working: Promise<void> | null = null
  private askedAgain = false
  private current: { runId: string; trainer: Trainer; wanted: 'cancelled' | 'closed' | null } | null = null
  private readonly closing = new AbortController()
  /** Told when it is written how a run ended. */
  private readonly ended = new Map<string, () => void>()

  constructor(private readonly options: RunQueueOptions) {}

  /** Starts the run whose turn it is, unless one runs. */
  advance(): void {
    this.askedAgain = true
    this.working ??= this.work()
      .catch((error: unknown) => {
        this.options.tellProblem(toProblem(error))
      })
      .finally(() => {
        this.working = null
      })
  }

  /** Ends the run, or takes it out of the queue. */
  async cancel(runId: string): Promise<void> {
    if (this.current?.runId !== runId) {
      const run = await this.options.runs.end(runId, { state: 'cancelled', problem: null, wallTimeMs: 0 })
      this.options.tell({ type: 'run', run })
      return
    }
    const { current, working } = this
    const ended = this.endOf(runId)
    current.wanted = 'cancelled'
    await current.trainer.cancel()
    // What comes after it in the queue is not waited for.
    await Promise.race([working, ended])
  }

  async resume(runId: string): Promise<RunSummary> {
    const run = await this.options.runs.resume(runId)
    this.options.tell({ type: 'run', run })
    this.advance()
    return run
  }

  /** The run that is trained is interrupted, and can be resumed the next time. */
  async close(): Promise<void> {
    this.closing.abort()
    if (this.current) {
      this.current.wanted = 'closed'
      await this.current.trainer.kill()
    }
    await this.working
  }

  private async work(): Promise<void> {
    while (this.askedAgain && !this.closing.signal.aborted) {
      this.askedAgain = false
      const run = await this.options.runs.next()
      if (!run) continue
      this.askedAgain = true
      await this.attempt(run)
    }
  }

  private async attempt({ id }: RunSummary): Promise<void> {
    const { runs, clock, tell } = this.options
    const begun = clock.monotonicMs()
    tell({ type: 'run', run: await this.written(() => runs.start(id)) })
    const outcome = await this.train(id).catch((error: unknown) => failure(toProblem(error)))
    const wanted = this.current?.wanted ?? null
    this.current = null
    const wallTimeMs = clock.monotonicMs() - begun
    try {
      if (outcome.state === 'finished') {
        tell({ type: 'run', run: await this.written(() => runs.finish(id, { ...outcome, wallTimeMs })) })
        if (outcome.modelHash !== null) tell({ type: 'models' })
      } else {
        const end = { ...endAs(wanted, outcome), wallTimeMs }
        tell({ type: 'run', run: await this.written(() => runs.end(id, end)) })
      }
    } finally {
      this.ended.get(id)?.()
      this.ended.delete(id)
    }
  }

  /**
   * On a full disk the queue waits and tries again, so that a run that took hours is not lost to it. A run of which
   * nothing was written is found interrupted the next time that Stokes starts.
   */
  private async written(write: () => Promise<RunSummary>): Promise<RunSummary> {
    const { retryMs = RETRY_MS, tellProblem } = this.options
    for (let told = false; ; told = true) {
      try {
        return await write()
      } catch (error) {
        const problem = toProblem(error)
        if (problem.code !== 'storage.diskFull' || this.closing.signal.aborted) throw error
        if (!told) tellProblem(problem)
        await after(retryMs, undefined, { signal: this.closing.signal }).catch(() => undefined)
      }
    }
  }

  private async train(id: string): Promise<Outcome> {
    const trainer = this.options.startTrainer(await this.taskOf(id))
    this.current = { runId: id, trainer, wanted: this.closing.signal.aborted ? 'closed' : null }
    const remaining = new RemainingTime(this.options.clock)
    try {
      if (this.closing.signal.aborted) throw new StokesError('training.interrupted', 'Stokes was closed.')
      for await (const message of trainer.messages) {
        const outcome = await this.hear(id, message, remaining)
        if (outcome) return outcome
      }
      throw new Error('The training process ended without a word.')
    } finally {
      // It ends by itself after its last word; after a fault of ours it would go on for nobody.
      await trainer.kill()
    }
  }

  private async hear(id: string, message: FromTrainer, remaining: RemainingTime): Promise<Outcome | null> {
    const { runs, tell } = this.options
    switch (message.type) {
      case 'split':
        await runs.addSplit(id, message.patients)
        return null
      case 'progress':
        await runs.addProgress(id, message.point)
        tell({
          type: 'progress',
          runId: id,
          point: message.point,
          remainingMs: remaining.after(message.point),
        })
        return null
      case 'finished': {
        const { report, engine, bundleHash } = message.run
        return { state: 'finished', report, engine, modelHash: bundleHash }
      }
      case 'cancelled':
        return { state: 'cancelled', problem: null }
      case 'failed':
        return failure(message.problem)
    }
  }

  private async taskOf(id: string): Promise<TrainerTask> {
    const { runs, folder, hiddenPatients, requireUnchanged, memoryLimitMegabytes } = this.options
    const { name, experiment, dataSetName } = await runs.get(id)
    await requireUnchanged(experiment.dataSetHash)
    return {
      runId: id,
      name,
      experiment,
      snapshot: folder.snapshot(experiment.dataSetHash),
      dataSetName,
      hiddenPatients: await hiddenPatients(),
      folder: folder.run(id),
      software: `Stokes ${softwareVersion()}`,
      memoryLimitMegabytes,
    }
  }

  /** Resolves when it is written how the run ended. */
  private endOf(runId: string): Promise<void> {
    return new Promise((resolve) => this.ended.set(runId, resolve))
  }
}

/** A process that died left something to resume. */
function failure(problem: Problem): Omit<RunEnd, 'wallTimeMs'> {
  return { state: problem.code === 'training.interrupted' ? 'interrupted' : 'failed', problem }
}

/** What was asked for counts, however the process ended. */
function endAs(
  wanted: 'cancelled' | 'closed' | null,
  outcome: Omit<RunEnd, 'wallTimeMs'>,
): Omit<RunEnd, 'wallTimeMs'> {
  if (wanted === 'cancelled') return { state: 'cancelled', problem: null }
  if (wanted !== 'closed') return outcome
  return {
    state: 'interrupted',
    problem: {
      code: 'training.interrupted',
      message: 'Stokes was closed while the run was being trained.',
      tip: 'Resume it: it goes on from its last checkpoint.',
    },
  }
}

/** Of a stage, from the time that its steps took. */
class RemainingTime {
  private since: { stage: string; step: number; at: number } | null = null

  constructor(private readonly clock: Clock) {}

  after({ stage, step, steps }: ProgressPoint): number | null {
    const now = this.clock.monotonicMs()
    if (this.since?.stage !== stage) {
      this.since = { stage, step, at: now }
      return null
    }
    const done = step - this.since.step
    return done > 0 ? ((now - this.since.at) / done) * (steps - step) : null
  }
}
