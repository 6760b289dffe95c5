import type { StokesError } from '../../contract/errors'
import type { ModelUse } from '../../contract/learning'
import type { EngineFailure } from '../../contract/system'
import { modelUse } from '../../models/lifecycle/modelUse'
import type { AnalysisThread, ComputedAnswer, JudgedSpectrum } from './analysis'
import { AnalysisSupervisor, type AnalysisSupervisorOptions } from './analysisSupervisor'
import type { MeasuredFrames } from './measuredFrames'

/** A model on disk that is to serve. */
export interface ModelToServe {
  folder: string
  hash: string
}

export interface AnalysisSwitchOptions extends AnalysisSupervisorOptions {
  /** Whose spectra are looked at now: those of the instrument that is connected. */
  currentUse: () => ModelUse
  /** Resolves when no measurement runs. */
  idle: () => Promise<void>
}

type Role = 'serving' | 'shadow'

/**
 * The model that ships, those that took its place for simulated or for real spectra, and their shadows, each on a thread
 * of its own. One model takes the place of another between measurements, never within one.
 */
export class AnalysisSwitch implements AnalysisThread {
  /** Serves where nothing was promoted. */
  readonly shipped: AnalysisSupervisor
  private readonly models: Record<Role, Map<ModelUse, { hash: string; analysis: AnalysisSupervisor }>> = {
    serving: new Map(),
    shadow: new Map(),
  }

  /** Nothing is answered before it is known which models serve. */
  private ready: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: AnalysisSwitchOptions) {
    this.shipped = new AnalysisSupervisor(options)
  }

  /** Of every model that is in use, the newest first. */
  get failures(): EngineFailure[] {
    return this.all()
      .flatMap(({ failures }) => failures)
      .sort((a, b) => (a.at < b.at ? 1 : -1))
  }

  /** Questions wait for this; where it fails, the model that ships serves. */
  waitFor(restored: Promise<unknown>): void {
    this.ready = restored.catch(() => undefined)
  }

  async describe(): ReturnType<AnalysisThread['describe']> {
    await this.ready
    return this.servingFor(this.options.currentUse()).describe()
  }

  async preview(...args: Parameters<AnalysisThread['preview']>): ReturnType<AnalysisThread['preview']> {
    await this.ready
    return this.servingFor(this.options.currentUse()).preview(...args)
  }

  async answer(measured: MeasuredFrames): ReturnType<AnalysisThread['answer']> {
    await this.ready
    return this.servingFor(modelUse(measured.device.origin)).answer(measured)
  }

  async judge(measured: MeasuredFrames): ReturnType<AnalysisThread['judge']> {
    await this.ready
    return this.servingFor(modelUse(measured.device.origin)).judge(measured)
  }

  /** By the model that judged: none takes its place within a measurement. */
  complete(judged: JudgedSpectrum): ReturnType<AnalysisThread['complete']> {
    return this.servingFor(modelUse(judged.answer.origin)).complete(judged)
  }

  async reconsiderEngines(): Promise<void> {
    await Promise.all(this.all().map((analysis) => analysis.reconsiderEngines()))
  }

  /** What the shadow says; null where there is none. No part of any answer. */
  async shadowAnswer(
    measured: MeasuredFrames,
  ): Promise<{ modelHash: string; computed: ComputedAnswer } | null> {
    const shadow = this.models.shadow.get(modelUse(measured.device.origin))
    return shadow ? { modelHash: shadow.hash, computed: await shadow.analysis.answer(measured) } : null
  }

  /** The hash of the shadow of these spectra; null where there is none. */
  shadowOf(use: ModelUse): string | null {
    return this.models.shadow.get(use)?.hash ?? null
  }

  /**
   * Opens a model without giving it any work: what is wrong with it is found before anything is changed.
   * @returns puts it in its place as soon as no measurement runs; `discard` ends it
   * @throws StokesError `model.*`, `engine.*`
   */
  async prepare(
    role: Role,
    use: ModelUse,
    model: ModelToServe,
  ): Promise<{ put: () => Promise<void>; discard: () => Promise<void> }> {
    const analysis = this.open(model)
    try {
      await analysis.describe()
    } catch (error) {
      await analysis.stop()
      throw error
    }
    return {
      put: () => this.replace(role, use, { hash: model.hash, analysis }),
      discard: () => analysis.stop(),
    }
  }

  /**
   * Takes up what was in place when Stokes last ended. A model that cannot be opened any more does not give way to another
   * one in silence: its answers fail, until it is rolled back.
   */
  restore(role: Role, use: ModelUse, model: ModelToServe, onProblem: (reason: StokesError) => void): void {
    const analysis = this.open(model)
    this.models[role].set(use, { hash: model.hash, analysis })
    analysis.describe().catch(onProblem)
  }

  /** The one that ships serves again, or there is no shadow any more. */
  clear(role: Role, use: ModelUse): Promise<void> {
    return this.replace(role, use, null)
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((analysis) => analysis.stop()))
  }

  private servingFor(use: ModelUse): AnalysisSupervisor {
    return this.models.serving.get(use)?.analysis ?? this.shipped
  }

  private all(): AnalysisSupervisor[] {
    const { serving, shadow } = this.models
    return [this.shipped, ...[...serving.values(), ...shadow.values()].map(({ analysis }) => analysis)]
  }

  private open({ folder, hash }: ModelToServe): AnalysisSupervisor {
    return new AnalysisSupervisor({ ...this.options, model: { model: folder, hash } })
  }

  private async replace(
    role: Role,
    use: ModelUse,
    next: { hash: string; analysis: AnalysisSupervisor } | null,
  ): Promise<void> {
    await this.options.idle()
    const before = this.models[role].get(use)
    if (next) this.models[role].set(use, next)
    else this.models[role].delete(use)
    await before?.analysis.stop()
  }
}
