import type { ProxyMarked, Remote } from 'comlink'
import { toProblem, type Problem } from '../../../contract/errors'
import type {
  Comparison,
  ModelRecord,
  ModelUse,
  PromotionVerdict,
  ShadowComparison,
  Signature,
} from '../../../contract/learning'
import { modelUse } from '../../../models/lifecycle/modelUse'
import { promotionObjections, requirePromotable } from '../../../models/lifecycle/promotion'
import {
  makeShadow,
  modelIn,
  promote,
  retire,
  rollBack,
  type StateChange,
} from '../../../models/lifecycle/stateChanges'
import { inTurns } from '../../../shared/inTurns'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { AnalysisSwitch } from '../analysisSwitch'
import type { MeasuredFrames } from '../measuredFrames'
import type { LearningDesk, ModelOnDisk } from './learningDesk'
import type { LearningFolder } from './learningFolder'

type Offered<T> = T & ProxyMarked

export interface RegistryServiceOptions {
  runs: Remote<Offered<CaseLog['learning']['runs']>>
  models: Remote<Offered<CaseLog['learning']['models']>>
  shadowResults: Remote<Offered<CaseLog['learning']['shadowResults']>>
  analysis: AnalysisSwitch
  folder: LearningFolder
  /** Folder of the model that ships. */
  shippedFolder: string
  onLearningThread: <T>(work: (desk: Remote<LearningDesk>) => Promise<T>) => Promise<T>
  changed: () => void
  tellProblem: (problem: Problem) => void
}

const USES: readonly ModelUse[] = ['simulated', 'instrument']

/** Puts models into service and takes them back. What is written and what serves change together, one act at a time. */
export class RegistryService {
  private readonly inTurn = inTurns()

  constructor(private readonly options: RegistryServiceOptions) {}

  /** What served, and what was its shadow, when Stokes last ended. */
  async restore(): Promise<void> {
    const models = await this.options.models.list()
    for (const use of USES) {
      for (const role of ['serving', 'shadow'] as const) {
        const model = modelIn(role, use, models)
        if (!model) continue
        this.options.analysis.restore(role, use, this.onDisk(model), (reason) => {
          const { tip, ...problem } = toProblem(reason)
          this.options.tellProblem({
            ...problem,
            tip: `Roll back to the model before it. ${tip ?? ''}`.trim(),
          })
        })
      }
    }
  }

  /** Newest first, the one that ships last. */
  async list(): Promise<ModelRecord[]> {
    const models = await this.options.models.list()
    const shipped = await this.shipped().catch(() => null)
    if (!shipped) return models
    const { name, hash, architecture, simulated } = shipped
    return [
      ...models,
      {
        hash,
        name,
        system: architecture,
        origin: simulated ? 'simulated' : 'instrument',
        state: modelIn('serving', simulated ? 'simulated' : 'instrument', models) ? 'retired' : 'serving',
        research: false,
        runId: null,
        createdAt: null,
        history: [],
      },
    ]
  }

  /** What a promotion would be judged by. */
  async judge(hash: string): Promise<PromotionVerdict> {
    const candidate = await this.options.models.get(hash)
    const [models, run] = await Promise.all([
      this.options.models.list(),
      this.options.runs.detail(candidate.runId!),
    ])
    const use = modelUse(candidate.origin)
    const serving = modelIn('serving', use, models)
    const opponent = serving ? await this.described(serving) : await this.shippedFor(use)
    let damage: string | null = null
    let comparison: Comparison | null = null
    try {
      const [own, { heldOut }] = await Promise.all([
        this.described(candidate),
        this.options.runs.split(candidate.runId!),
      ])
      const opened = await this.options.analysis.prepare('serving', use, this.onDisk(candidate))
      await opened.discard()
      if (opponent)
        comparison = await this.options.onLearningThread((desk) =>
          desk.compareModels(run.experiment.dataSetHash, heldOut, own.model, opponent.model),
        )
    } catch (error) {
      damage = toProblem(error).message
    }
    return {
      use,
      serving: opponent && { hash: opponent.hash, name: opponent.name },
      comparison,
      objections: promotionObjections({
        candidate,
        report: run.report,
        damage,
        serving: opponent,
        comparison,
      }),
    }
  }

  /** @throws StokesError `registry.refused` */
  promote(hash: string, signature: Signature): Promise<ModelRecord[]> {
    return this.act(async () => {
      const verdict = await this.judge(hash)
      const model = await this.options.models.get(hash)
      requirePromotable(model.name, verdict)
      const changes = promote(model, await this.options.models.list(), signature, verdict.comparison)
      await this.put('serving', verdict.use, model, changes)
      if (model.state === 'shadow') await this.options.analysis.clear('shadow', verdict.use)
    })
  }

  /** @throws StokesError `registry.refused`; `model.*` where it cannot be opened */
  shadow(hash: string, signature: Signature): Promise<ModelRecord[]> {
    return this.act(async () => {
      const model = await this.options.models.get(hash)
      const changes = makeShadow(model, await this.options.models.list(), signature)
      await this.put('shadow', modelUse(model.origin), model, changes)
    })
  }

  /** @throws StokesError `registry.refused` for the one that serves */
  retire(hash: string, signature: Signature): Promise<ModelRecord[]> {
    return this.act(async () => {
      const model = await this.options.models.get(hash)
      await this.options.models.change(retire(model, signature))
      if (model.state === 'shadow') await this.options.analysis.clear('shadow', modelUse(model.origin))
    })
  }

  /** @throws StokesError `registry.refused` where the model that ships serves; `model.*` where the one before cannot be opened */
  rollBack(use: ModelUse, signature: Signature): Promise<ModelRecord[]> {
    return this.act(async () => {
      const changes: StateChange[] = rollBack(use, await this.options.models.list(), signature)
      const restored = changes.find(({ action }) => action === 'restored')
      if (!restored) {
        await this.options.models.change(changes)
        await this.options.analysis.clear('serving', use)
        return
      }
      const model = await this.options.models.get(restored.modelHash)
      await this.put('serving', use, model, changes)
    })
  }

  shadowComparison(hash: string): Promise<ShadowComparison> {
    return this.options.shadowResults.compare(hash)
  }

  /** After a case was answered: what its shadow says is kept for the researcher, and nobody waits for it. */
  async judgeInShadow(acquisitionId: string, measured: MeasuredFrames): Promise<void> {
    const { analysis, shadowResults, tellProblem } = this.options
    const modelHash = analysis.shadowOf(modelUse(measured.device.origin))
    if (modelHash === null) return
    try {
      const said = await analysis.shadowAnswer(measured).then(
        (answered) => ({
          probability: answered?.computed.answer.probability ?? null,
          label: answered?.computed.answer.label ?? null,
          problem: null,
        }),
        (error: unknown) => ({ probability: null, label: null, problem: toProblem(error) }),
      )
      await shadowResults.add({ acquisitionId, modelHash, ...said })
    } catch (error) {
      tellProblem(toProblem(error))
    }
  }

  /** For evaluating: a model that was trained here, or the one that ships. */
  async find(hash: string): Promise<ModelOnDisk> {
    const shipped = await this.shipped().catch(() => null)
    if (shipped?.hash === hash) return this.shippedOnDisk(shipped)
    return this.described(await this.options.models.get(hash)).then(({ model }) => model)
  }

  /** Opened before it is written, and in its place only once it is. */
  private async put(
    role: 'serving' | 'shadow',
    use: ModelUse,
    model: ModelRecord,
    changes: StateChange[],
  ): Promise<void> {
    const { put, discard } = await this.options.analysis.prepare(role, use, this.onDisk(model))
    try {
      await this.options.models.change(changes)
    } catch (error) {
      await discard()
      throw error
    }
    await put()
  }

  private onDisk({ runId, hash }: ModelRecord): { folder: string; hash: string } {
    return { folder: this.options.folder.bundle(runId!), hash }
  }

  private async described({ hash, name, system, runId }: ModelRecord) {
    const { fit, earlyStopping, calibration } = await this.options.runs.split(runId!)
    const model: ModelOnDisk = {
      name,
      system,
      folder: this.options.folder.bundle(runId!),
      seenPatients: [...fit, ...earlyStopping, ...calibration],
    }
    return { hash, name, model }
  }

  private async shipped() {
    return (await this.options.analysis.shipped.describe()).model
  }

  private shippedOnDisk({ name, architecture }: { name: string; architecture: string }): ModelOnDisk {
    return { name, system: architecture, folder: this.options.shippedFolder, seenPatients: [] }
  }

  /** Null where it is not for these spectra. */
  private async shippedFor(use: ModelUse) {
    const shipped = await this.shipped()
    if (shipped.simulated !== (use === 'simulated')) return null
    return { hash: shipped.hash, name: shipped.name, model: this.shippedOnDisk(shipped) }
  }

  /** One act after the other: each finds the states that the one before it left. */
  private act(work: () => Promise<void>): Promise<ModelRecord[]> {
    return this.inTurn(async () => {
      await work()
      this.options.changed()
      return this.list()
    })
  }
}
