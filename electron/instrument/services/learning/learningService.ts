import { access, readFile } from 'node:fs/promises'
import type { ProxyMarked, Remote } from 'comlink'
import type { Answer } from '../../../contract/answer'
import { StokesError } from '../../../contract/errors'
import type { EvaluationReport } from '../../../contract/evaluation'
import type {
  Comparison,
  DataSetDetail,
  DataSetInspection,
  DataSetSummary,
  HeldOutSpectrum,
  LearningEvent,
  MapRequest,
  NewDataSet,
  NewRun,
  Prediction,
  RunSummary,
  Signature,
} from '../../../contract/learning'
import type { ClassMaps, SaliencyTrust } from '../../../contract/saliency'
import { settingsOf } from '../../../models/training/settingsOf'
import { recipeGrid } from '../../../models/registry/recipeGrid'
import type { CaseLog } from '../../../storage/openCaseLog'
import { loadRecipe } from '../loadRecipe'
import type { MeasuredFrames } from '../measuredFrames'
import type { LearningDesk, StoredPredictions } from './learningDesk'
import type { LearningFolder } from './learningFolder'
import type { RegistryService } from './registryService'
import { otherModel } from './otherModel'
import { cardOfRun, table2OfRuns, type FinishedRun } from './runDocuments'
import type { RunQueue } from './runQueue'

/** The repositories of what is learnt, as the thread of the case log offers them. */
export type OfferedLearning = {
  [Name in keyof CaseLog['learning']]: CaseLog['learning'][Name] & ProxyMarked
} & ProxyMarked

export interface LearningServiceOptions {
  log: Remote<OfferedLearning>
  queue: RunQueue
  registry: RegistryService
  folder: LearningFolder
  /** Fails where the cases of a data set are no longer what they were when it was frozen. */
  requireUnchanged: (dataSetHash: string) => Promise<void>
  onLearningThread: <T>(work: (desk: Remote<LearningDesk>) => Promise<T>) => Promise<T>
}

/** What the researcher's screen asks for: data sets, runs and models. */
export class LearningService {
  readonly registry: RegistryService
  private readonly listeners = new Set<(event: LearningEvent) => void>()

  constructor(private readonly options: LearningServiceOptions) {
    this.registry = options.registry
  }

  inspectData(data: NewDataSet): Promise<DataSetInspection> {
    return this.options.onLearningThread((desk) => desk.inspect(data))
  }

  async freezeData(data: NewDataSet): Promise<DataSetDetail> {
    const frozen = await this.options.onLearningThread((desk) => desk.freeze(data))
    return this.options.log.dataSets.add({ ...data, ...frozen })
  }

  holdOut(hash: string, signature: Signature): Promise<DataSetSummary> {
    return this.options.log.externalSets.holdOut(hash, signature)
  }

  /** Counted before it is taken. */
  async look({
    dataSetHash,
    modelHash,
    operatorId,
  }: {
    dataSetHash: string
    modelHash: string
    operatorId: string
  }): Promise<EvaluationReport> {
    const model = await this.registry.find(modelHash)
    await this.options.log.externalSets.addLook({ dataSetHash, modelHash, operatorId })
    return this.options.onLearningThread((desk) => desk.evaluate(dataSetHash, model))
  }

  /** What cannot work is said before it is queued. @throws StokesError `usage.invalid`, `file.notFound`, `recipe.*`, `model.wrongRecipe`, `dataset.*` */
  async startRun({ name, operatorId, recipe: given, ...asked }: NewRun): Promise<RunSummary> {
    const recipe = typeof given === 'string' ? await loadRecipe(given) : given
    settingsOf(asked.system, asked.settings)
    await requireCheckpoint(asked.settings['checkpoint'])
    recipeGrid(recipe)
    await this.options.requireUnchanged(asked.dataSetHash)
    const run = await this.options.log.runs.add({ name, operatorId, experiment: { ...asked, recipe } })
    this.tell({ type: 'run', run })
    this.options.queue.advance()
    return run
  }

  async cancelRun(runId: string): Promise<RunSummary> {
    await this.options.queue.cancel(runId)
    return this.options.log.runs.get(runId)
  }

  resumeRun(runId: string): Promise<RunSummary> {
    return this.options.queue.resume(runId)
  }

  /** Those that it was surest and wrong about first. */
  async predictions(runId: string): Promise<Prediction[]> {
    const { path } = await this.predictionsOf(runId)
    const predictions = JSON.parse(await readFile(path, 'utf8')) as Prediction[]
    const surenessOfError = ({ target, said, probabilities }: Prediction) => {
      if (target === said) return -1
      const [second] = probabilities
      return probabilities.length > 1 ? probabilities[said]! : said === 1 ? second! : 1 - second!
    }
    return predictions.sort((a, b) => surenessOfError(b) - surenessOfError(a))
  }

  async heldOutSpectrum({ runId, rowId, ...wanted }: MapRequest): Promise<HeldOutSpectrum> {
    const { experiment, bundle } = await this.mappedBundle(runId, wanted.label)
    return this.options.onLearningThread((desk) => desk.heldOutSpectrum(experiment, rowId, bundle, wanted))
  }

  async checkSaliency({ runId, rowId, ...wanted }: MapRequest): Promise<SaliencyTrust | null> {
    const { experiment, bundle } = await this.mappedBundle(runId, wanted.label)
    if (bundle === null) return null
    return this.options.onLearningThread((desk) => desk.checkSaliency(experiment, rowId, bundle, wanted))
  }

  /** Whether the map of an answer can be believed. @throws StokesError `model.notFound` where its model is not there any more */
  async checkAnswer({ model, processed }: Answer, measured: MeasuredFrames): Promise<SaliencyTrust> {
    const onDisk = await this.registry.find(model.hash).catch((cause: unknown) => {
      throw otherModel(model, cause)
    })
    return this.options.onLearningThread((desk) => desk.checkAnswer(onDisk, { model, processed }, measured))
  }

  async classMaps(runId: string): Promise<ClassMaps | null> {
    await this.finished(runId)
    try {
      return JSON.parse(await readFile(this.options.folder.classMaps(runId), 'utf8')) as ClassMaps
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  async compareRuns(first: string, second: string): Promise<Comparison> {
    const [one, other] = await Promise.all([this.predictionsOf(first), this.predictionsOf(second)])
    if (one.dataSetHash !== other.dataSetHash)
      throw new StokesError(
        'dataset.invalid',
        'The runs are of two data sets, so their figures are not of the same spectra.',
        {
          tip: 'Compare runs of one data set.',
        },
      )
    if (one.classes.join() !== other.classes.join())
      throw new StokesError(
        'dataset.invalid',
        `The runs tell different classes apart: ${one.classes.join(', ')}; and ${other.classes.join(', ')}.`,
        {
          tip: 'Compare runs of the same classes, or the models by `stokes compare`: as benign or malignant.',
        },
      )
    return this.options.onLearningThread((desk) => desk.compareRuns(one, other))
  }

  /** The bundle is null where its model reads no spectra. @throws StokesError `usage.invalid` for a class that it does not know */
  private async mappedBundle(runId: string, label: number | null) {
    const { experiment, modelHash, report } = await this.finished(runId)
    const { classes } = report
    if (label !== null && label >= classes.length)
      throw new StokesError(
        'usage.invalid',
        `The run tells ${classes.length} classes apart; there is no ${label + 1}.`,
      )
    return { experiment, bundle: modelHash === null ? null : this.options.folder.bundle(runId) }
  }

  tell(event: LearningEvent): void {
    for (const listener of this.listeners) listener(event)
  }

  listen(listener: (event: LearningEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async modelCard(runId: string): Promise<string> {
    return cardOfRun(await this.finished(runId))
  }

  async table2(runIds: readonly string[]): Promise<string> {
    return table2OfRuns(await Promise.all(runIds.map((id) => this.finished(id))))
  }

  /** @throws StokesError `usage.invalid` before it is */
  private async finished(runId: string): Promise<FinishedRun> {
    const run = await this.options.log.runs.detail(runId)
    const { state, report } = run
    if (!report)
      throw new StokesError('usage.invalid', `The run is ${state}; it has no figures yet.`, {
        tip: 'Wait until it is finished.',
      })
    return { ...run, report }
  }

  private async predictionsOf(runId: string): Promise<StoredPredictions & { dataSetHash: string }> {
    const { report, experiment } = await this.finished(runId)
    return {
      path: this.options.folder.predictions(runId),
      threshold: report.operatingPoint.threshold,
      classes: report.classes.map(({ name }) => name),
      dataSetHash: experiment.dataSetHash,
    }
  }
}

/** Weights that a run begins with are read hours later, when its turn comes. */
async function requireCheckpoint(path: unknown): Promise<void> {
  if (typeof path !== 'string') return
  await access(path).catch((cause: unknown) => {
    throw new StokesError('file.notFound', `There are no weights at ${path}.`, {
      tip: 'Choose the file again; `stokes pretrain` makes one.',
      cause,
    })
  })
}
