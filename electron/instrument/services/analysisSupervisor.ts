import { StokesError } from '../../contract/errors'
import type { EngineFailure } from '../../contract/system'
import type { EngineName } from '../../models/inference/inferenceEngine'
import type { Clock } from '../../shared/clock'
import type { AnalysisTells, AnalysisThread } from './analysis'
import type { ServingModelOptions } from './servingModel'
import { startAnalysis, type StartedAnalysis } from './startAnalysis'

/** How long the thread may be at one thing before it counts as hanging, ms. */
export interface StallLimits {
  /** Opening an engine: a driver compiles its programs then. */
  opening: number
  /** Anything else. */
  running: number
  /** A live frame: then it is shown as it is. */
  preview: number
}

export const STALL_LIMITS: StallLimits = { opening: 60_000, running: 10_000, preview: 1000 }

/** The thread holds a model, its engines and a batch of spectra; more than that is a leak. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 2048 }

export interface AnalysisSupervisorOptions {
  model: ServingModelOptions
  clock: Clock
  /** Told of each engine that failed, in the thread or with it. */
  onFailure: (failure: EngineFailure) => void
  /** The thread was given up: nobody prepares live frames until the next is ready. */
  onLost: (reason: StokesError) => void
  /** @default STALL_LIMITS */
  limits?: StallLimits
  /** Program of the thread. */
  entry?: string
}

interface Running {
  thread: StartedAnalysis
  /** How those that wait for an answer hear that the thread is gone. */
  waiting: Set<(reason: ThreadLost) => void>
  giveUp: (reason: Error) => void
}

/**
 * Keeps a thread that analyses. A native run that hangs holds its thread up for ever, so the thread is watched from here:
 * one that ends or hangs is given up, started again without the engine it was at, and what it had not answered is asked
 * once more.
 */
export class AnalysisSupervisor implements AnalysisThread {
  /** The newest first. */
  readonly failures: EngineFailure[] = []
  private leftOut = new Map<EngineName, string>()
  /** Null after one was given up: the next is started when it is needed. */
  private running: Running | null
  private pending = 0
  private watched = { progress: -1, since: 0 }
  private watchTimer: NodeJS.Timeout | undefined
  private readonly limits: StallLimits

  constructor(private readonly options: AnalysisSupervisorOptions) {
    this.limits = options.limits ?? STALL_LIMITS
    this.running = this.start()
  }

  describe(): ReturnType<AnalysisThread['describe']> {
    return this.ask((api) => api.describe())
  }

  answer(...args: Parameters<AnalysisThread['answer']>): ReturnType<AnalysisThread['answer']> {
    return this.ask((api) => api.answer(...args))
  }

  judge(...args: Parameters<AnalysisThread['judge']>): ReturnType<AnalysisThread['judge']> {
    return this.ask((api) => api.judge(...args))
  }

  complete(...args: Parameters<AnalysisThread['complete']>): ReturnType<AnalysisThread['complete']> {
    return this.ask((api) => api.complete(...args))
  }

  /** Gives up soon: a frame that is shown late is of no use, and one that is shown raw is. */
  async preview(...args: Parameters<AnalysisThread['preview']>): ReturnType<AnalysisThread['preview']> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(
          new StokesError('engine.failed', `Preprocessing did not answer within ${this.limits.preview} ms.`),
        )
      }, this.limits.preview)
    })
    const prepared = this.ask((api) => api.preview(...args))
    // Nobody hears of it when it fails after its time.
    prepared.catch(() => undefined)
    try {
      return await Promise.race([prepared, late])
    } finally {
      clearTimeout(timer)
    }
  }

  /** After a sleep, or when hardware came or went: engines that failed get another chance where it did. */
  async reconsiderEngines(): Promise<void> {
    this.leftOut = new Map()
    await this.ask((api) => api.reconsiderEngines())
  }

  /** Resolves when the thread is gone, or cannot be made to go. */
  async stop(): Promise<void> {
    clearInterval(this.watchTimer)
    await this.running?.thread.stop()
  }

  private async ask<T>(question: (api: StartedAnalysis['api']) => Promise<T>): Promise<T> {
    this.watch()
    this.pending += 1
    try {
      try {
        return await this.askOnce(question)
      } catch (error) {
        if (!(error instanceof ThreadLost)) throw error
        return await this.askOnce(question)
      }
    } catch (error) {
      if (!(error instanceof ThreadLost)) throw error
      throw new StokesError('engine.failed', `The analysis failed twice: ${error.message}`, {
        tip: '`stokes doctor` shows which engines work.',
        cause: error,
      })
    } finally {
      this.pending -= 1
      this.watched.progress = -1
      if (this.pending === 0) clearInterval(this.watchTimer)
    }
  }

  private askOnce<T>(question: (api: StartedAnalysis['api']) => Promise<T>): Promise<T> {
    const { thread, waiting } = (this.running ??= this.start())
    // A race against a promise that lives as long as the thread would keep every answer for as long.
    return new Promise((resolve, reject) => {
      waiting.add(reject)
      void question(thread.api)
        .then(resolve, reject)
        .finally(() => waiting.delete(reject))
    })
  }

  private start(): Running {
    const waiting: Running['waiting'] = new Set()
    const giveUp = (reason: Error): void => {
      for (const reject of waiting) reject(new ThreadLost(reason.message))
      this.replace(running, reason)
    }
    const { model, entry } = this.options
    const thread = startAnalysis({ ...model, leftOut: this.leftOut }, giveUp, {
      ...(entry !== undefined && { entry }),
      resourceLimits: RESOURCE_LIMITS,
      onMessage: (message) => {
        const { engineFailure } = message as Partial<AnalysisTells>
        if (engineFailure) this.note(engineFailure)
      },
    })
    const running: Running = { thread, waiting, giveUp }
    return running
  }

  private replace(gone: Running, reason: Error): void {
    if (gone !== this.running) return
    const at = gone.thread.beacon.current
    if (at) {
      this.leftOut.set(at.engine, `it failed in use: ${reason.message}`)
      this.note({
        engine: at.engine,
        reason: reason.message,
        now: null,
        at: this.options.clock.timestamp(),
      })
    }
    this.running = null
    this.watched.progress = -1
    void gone.thread.stop()
    this.options.onLost(new StokesError('process.ended', `The analysis was started again: ${reason.message}`))
  }

  private note(failure: EngineFailure): void {
    this.leftOut.set(failure.engine as EngineName, `it failed in use: ${failure.reason}`)
    this.failures.unshift(failure)
    this.options.onFailure(failure)
  }

  /** Looks now and then whether the thread gets on, as long as somebody waits for it. */
  private watch(): void {
    if (this.pending > 0) return
    this.watched.progress = -1
    const { limits, options } = this
    this.watchTimer = setInterval(
      () => {
        const now = options.clock.monotonicMs()
        if (!this.running) return
        const { giveUp, thread } = this.running
        const { beacon } = thread
        if (beacon.progress !== this.watched.progress) {
          this.watched = { progress: beacon.progress, since: now }
          return
        }
        const at = beacon.current
        const limit = limits[at?.work ?? 'running']
        if (now - this.watched.since < limit) return
        const what = at ? `${at.engine} has been ${at.work} for` : 'it has not answered for'
        giveUp(new Error(`${what} ${Math.round(limit / 1000)} s.`))
      },
      Math.min(limits.running, limits.opening) / 4,
    )
  }
}

/** The thread that a question was put to will not answer. */
class ThreadLost extends Error {}
