import { recipeHash } from '../../../analysis/preprocessing/recipeHash'
import { StokesError, toProblem } from '../../../contract/errors'
import type { CaseSelection } from '../../../contract/overview'
import type { Recipe } from '../../../contract/recipe'
import type { Recomputation } from '../../../contract/recomputation'
import type {
  ChangedAnswer,
  ComputedWith,
  Reprocessing,
  ReprocessingOutcome,
} from '../../../contract/reprocessing'
import { mayJudge } from '../../../models/judge'
import { softwareVersion } from '../../../shared/softwareVersion'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { BatchWork, NewBatch, NewReprocessedResult } from '../../../storage/repositories/reprocessings'
import { Analysis } from '../analysis'
import { loadRecipe } from '../loadRecipe'
import { findModel } from '../recompute/findModel'
import { modelsAtHand } from '../recompute/modelsAtHand'
import { recomputeOne } from '../recompute/recomputeAll'
import { recomputeResult, type RecomputeOptions } from '../recompute/recomputeResult'
import { openServingModel } from '../servingModel'
import { reprocessedCsv } from './reprocessedCsv'
import { failedRow, recomputedRow } from './reprocessedRow'

/** What a batch is begun with: `model` and `recipe` as the case log keeps them. */
export type PreparedBatch = Pick<NewBatch, 'model' | 'recipe'>

interface OpenedModel {
  analysis: Analysis
  recipe: Recipe
}

interface ReprocessDeskOptions {
  openToRead: () => CaseLog
  /** Where the choice of engines is kept; left out, all are tried. */
  rememberIn?: string | undefined
  /** Folder of the model of a batch; left out, it is found by its hash. */
  modelFolder?: string | undefined
}

/** Computes stored measurements again, one at a time. It only looks into the case log: whoever asks writes down what comes of it. */
export class ReprocessDesk {
  private opened: CaseLog | null = null
  private model: { hash: string; engine: string | null; opened: Promise<OpenedModel> } | null = null
  private work: (BatchWork & { at: number; compute: RecomputeOptions }) | null = null

  constructor(private readonly options: ReprocessDeskOptions) {}

  /**
   * Opens what a batch is to be computed with, so that what is wrong with it is said before it is begun.
   * @throws StokesError `model.*`, `engine.*`, `recipe.*`, `file.notFound`
   */
  async prepare(asked: ComputedWith, engine: string | null): Promise<PreparedBatch> {
    switch (asked.kind) {
      case 'own':
        return { model: null, recipe: null }
      case 'recipe': {
        const definition = await loadRecipe(asked.recipe)
        return { model: null, recipe: { hash: recipeHash(definition), definition } }
      }
      case 'model': {
        const name = this.log.learning.models.list().find(({ hash }) => hash === asked.hash)?.name
        return this.prepareModel({ name: name ?? 'The model', hash: asked.hash }, engine)
      }
    }
  }

  choose(selection: CaseSelection): number[] {
    return this.log.reprocessings.choose(selection)
  }

  /** From now on {@link next} computes what of this batch is still waiting. @throws StokesError `storage.notFound`, `model.*`, `engine.*` */
  async begin(id: string): Promise<{ total: number; done: number }> {
    const work = this.log.reprocessings.work(id)
    const { model, engine, total } = work.batch
    const compute = model
      ? await this.open(model, engine).then(({ analysis }) => ({
          analysisOf: () => Promise.resolve(analysis),
        }))
      : work.recipe
        ? { recipe: work.recipe, analysisOf: () => Promise.reject(noModel()) }
        : { analysisOf: modelsAtHand(this.log, { engine: engine ?? undefined }) }
    this.work = { ...work, at: 0, compute: { ...compute, quick: true } }
    return { total, done: total - work.waiting.length }
  }

  /** Null when nothing is left. @throws what would befall the next one, too: then this one is still waiting */
  async next(): Promise<NewReprocessedResult | null> {
    const { work } = this
    const acquisitionEntry = work?.waiting[work.at]
    if (!work || acquisitionEntry === undefined) return null
    const { acquisitionId, origin } = this.log.reprocessings.measurement(acquisitionEntry)
    const stored = this.log.results.newestOfAcquisition(acquisitionId)!
    const place = { acquisitionEntry, origin, stored }
    const { model } = work.batch
    work.at += 1
    if (model && !mayJudge({ origin: model.simulated ? 'simulated' : 'instrument' }, origin)) {
      return failedRow(place, 'refused', toProblem(mayNotJudge(model)))
    }
    try {
      return recomputedRow(place, await recomputeResult(this.log, stored, work.compute))
    } catch (error) {
      if (!(error instanceof StokesError) || !isOfTheMeasurement(error)) throw error
      return failedRow(place, 'failed', toProblem(error))
    }
  }

  /**
   * The newest answer of a measurement once more, with the model and on the engine that gave it.
   * @throws StokesError `usage.invalid` where there is none
   */
  recompute(acquisitionId: string): Promise<Recomputation> {
    const { log } = this
    const result = log.results.newestOfAcquisition(acquisitionId)
    if (!result) throw notAnswered()
    return recomputeOne(result.id, { log, analysisOf: modelsAtHand(log) })
  }

  list(): Reprocessing[] {
    return this.log.reprocessings.list()
  }

  outcome(id: string): ReprocessingOutcome[] {
    return this.log.reprocessedResults.outcome(id)
  }

  changed(id: string, page: { cursor: number; limit: number }): ChangedAnswer[] {
    return this.log.reprocessedResults.changed(id, page)
  }

  csv(id: string): string {
    return reprocessedCsv(this.log, id)
  }

  close(): void {
    this.opened?.close()
    this.opened = null
  }

  private async prepareModel(
    model: { name: string; hash: string },
    engine: string | null,
  ): Promise<{ model: NonNullable<PreparedBatch['model']>; recipe: { hash: string; definition: Recipe } }> {
    const { analysis, recipe: definition } = await this.open(model, engine)
    const { name, hash, simulated, recipe } = analysis.describe().model
    return { model: { name, hash, simulated }, recipe: { hash: recipe.hash, definition } }
  }

  /** Once: what a batch was prepared with computes it. */
  private open(model: { name: string; hash: string }, engine: string | null): Promise<OpenedModel> {
    if (this.model?.hash !== model.hash || this.model.engine !== engine) {
      this.model = { hash: model.hash, engine, opened: this.load(model, engine) }
    }
    return this.model.opened
  }

  private async load(model: { name: string; hash: string }, engine: string | null): Promise<OpenedModel> {
    const { modelFolder, rememberIn } = this.options
    const folder =
      modelFolder === undefined ? await findModel(this.log, model) : { model: modelFolder, hash: model.hash }
    const serving = await openServingModel({
      ...folder,
      ...(engine !== null && { engine }),
      ...(rememberIn !== undefined && { rememberIn }),
    })
    return { analysis: new Analysis(serving, softwareVersion()), recipe: serving.recipe }
  }

  private get log(): CaseLog {
    return (this.opened ??= this.options.openToRead())
  }
}

/** Else the next one would fail as well: a disk that cannot be read, engines that have all failed. */
function isOfTheMeasurement({ code }: StokesError): boolean {
  return code === 'storage.damaged' || !(code.startsWith('storage.') || code === 'engine.failed')
}

function noModel(): StokesError {
  return new StokesError('model.notFound', 'The batch is of a recipe alone.')
}

function mayNotJudge({ name, simulated }: { name: string; simulated: boolean }): StokesError {
  const [learnt, asked] = simulated ? ['simulated', 'real'] : ['real', 'simulated']
  return new StokesError(
    'acquisition.originMismatch',
    `${name} was trained on ${learnt} patients and never judges a ${asked} one.`,
  )
}

function notAnswered(): StokesError {
  return new StokesError('usage.invalid', 'The measurement has no answer that could be computed again.', {
    tip: 'Let it be answered first.',
  })
}
