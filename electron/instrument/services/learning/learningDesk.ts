import { mkdir, readFile } from 'node:fs/promises'
import type { Answer } from '../../../contract/answer'
import type { EvaluationReport } from '../../../contract/evaluation'
import type {
  CaseFilter,
  Comparison,
  DataSetInspection,
  Experiment,
  HeldOutSpectrum,
  NewDataSet,
  Prediction,
} from '../../../contract/learning'
import { StokesError } from '../../../contract/errors'
import type { SaliencyTrust } from '../../../contract/saliency'
import { compositionOf } from '../../../models/datasets/composition'
import type { DataSet } from '../../../models/datasets/dataSet'
import { dataSetHash } from '../../../models/datasets/dataSetHash'
import { leakageReport } from '../../../models/datasets/leakageReport'
import { readDataFile } from '../../../models/datasets/readDataFile'
import { loadSnapshot, saveSnapshot } from '../../../models/datasets/snapshot'
import type { Judged } from '../../../models/evaluation/compareModels'
import type { Predictions } from '../../../models/evaluation/predictions'
import { prepareExamples } from '../../../models/training/prepareExamples'
import { caseLogDataSet } from '../caseLogDataSet'
import type { MeasuredFrames } from '../measuredFrames'
import { readCaseLog } from '../readCaseLog'
import { requireUnchanged } from '../requireUnchanged'
import { artefactsOf } from './artefactsOf'
import { comparisonOf } from './comparisonOf'
import { evaluateKept } from './evaluateKept'
import { checkAnswered, checkOne, judgeOne, type WantedMap } from './judgeOne'
import { judgeWithBundle } from './judgeWithBundle'
import { openKeptModel } from './keptModel'
import { LearningFolder } from './learningFolder'

/** What its thread is started with. */
export interface LearningThreadOptions {
  caseLogPath: string
}

export interface FrozenData {
  hash: string
  inspection: DataSetInspection
  patients: string[]
}

/** A model on disk, and who it has learnt from. */
export interface ModelOnDisk {
  name: string
  system: string
  folder: string
  seenPatients: readonly string[]
}

export interface StoredPredictions {
  /** `predictions.json` of a run. */
  path: string
  threshold: number | null
  classes: readonly string[]
}

const SEED = 1

/** Work for the researcher that takes seconds: on a thread of its own, that reads the case log and never writes it. */
export class LearningDesk {
  private readonly folder: LearningFolder

  constructor(private readonly options: LearningThreadOptions) {
    this.folder = new LearningFolder(options.caseLogPath)
  }

  /** What there is in cases or a file. */
  async inspect(data: NewDataSet): Promise<DataSetInspection> {
    return inspectionOf(await this.read(data))
  }

  /** On the disk when it resolves. */
  async freeze(data: NewDataSet): Promise<FrozenData> {
    const dataSet = await this.read(data)
    await mkdir(this.folder.dataSets, { recursive: true })
    const hash = await saveSnapshot(this.folder.snapshot(dataSetHash(dataSet)), dataSet)
    const patients = [...new Set(dataSet.rows.map(({ patient }) => patient))]
    return { hash, inspection: inspectionOf(dataSet), patients }
  }

  /** @throws StokesError `dataset.changed` where the case log says other things of its cases today */
  async requireUnchanged(hash: string, labels: CaseFilter['labels']): Promise<void> {
    const { dataSet } = await loadSnapshot(this.folder.snapshot(hash))
    readCaseLog(this.options.caseLogPath, (log) => {
      requireUnchanged(log, dataSet, labels)
    })
  }

  /** Two runs on the held-out spectra that both have. */
  async compareRuns(first: StoredPredictions, second: StoredPredictions): Promise<Comparison> {
    const [ofFirst, ofSecond] = await Promise.all([first, second].map(({ path }) => readPredictions(path)))
    const others = new Map(ofSecond!.map((prediction) => [prediction.rowId, prediction]))
    const common = ofFirst!.filter(({ rowId }) => others.has(rowId))
    if (common.length === 0)
      throw new StokesError('dataset.invalid', 'The runs hold out no spectrum in common.', {
        tip: 'Compare runs of one data set with the same seed.',
      })
    return comparisonOf(
      judgedOf(common, first),
      judgedOf(
        common.map(({ rowId }) => others.get(rowId)!),
        second,
      ),
    )
  }

  /**
   * Two models on some patients of a data set, less those that one of them has learnt from; null where none is left, or
   * only one class.
   */
  async compareModels(
    hash: string,
    patients: readonly string[],
    first: ModelOnDisk,
    second: ModelOnDisk,
  ): Promise<Comparison | null> {
    const { dataSet } = await loadSnapshot(this.folder.snapshot(hash))
    // The model that ships is in no run of this case log: what its own folder says counts, too.
    const kept = await Promise.all([first, second].map(({ folder }) => openKeptModel(folder)))
    const seen = new Set([...first.seenPatients, ...second.seenPatients])
    const hasSeen = (patient: string) => seen.has(patient) || kept.some((model) => model.hasSeen?.(patient))
    const chosen = new Set(patients.filter((patient) => !hasSeen(patient)))
    const rows = [...dataSet.rows.keys()].filter((row) => chosen.has(dataSet.rows[row]!.patient))
    if (new Set(rows.map((row) => dataSet.rows[row]!.label)).size < 2 || dataSet.classes.length !== 2)
      return null
    const judged = await Promise.all(
      [first, second].map(({ folder }) => judgeWithBundle(folder, dataSet, rows)),
    )
    return comparisonOf(judged[0]!, judged[1]!)
  }

  /** A model on a data set, less the patients that it has learnt from. */
  async evaluate(hash: string, { folder }: ModelOnDisk): Promise<EvaluationReport> {
    const { dataSet } = await loadSnapshot(this.folder.snapshot(hash))
    return (await evaluateKept(await openKeptModel(folder), { dataSet, hash })).report
  }

  /** One spectrum of a run, and the map of its model, where it has one: for a class, or for the one that it says. */
  async heldOutSpectrum(
    experiment: Experiment,
    rowId: string,
    bundleFolder: string | null,
    wanted: WantedMap,
  ): Promise<HeldOutSpectrum> {
    const { dataSet, row, grid, processed } = await this.prepareRow(experiment, rowId)
    const points = dataSet.axis.length
    const judged = bundleFolder === null ? null : await judgeOne(bundleFolder, processed, wanted)
    const { lesionClass, age, sex, bodySite, skinType } = dataSet.rows[row]!
    return {
      wavenumbers: [...dataSet.axis],
      intensities: [...dataSet.spectra.subarray(row * points, (row + 1) * points)],
      grid: [...grid],
      processed: [...processed],
      saliency: judged && [...judged.saliency],
      mapped: judged?.mapped ?? null,
      saliencyMethod: judged?.saliencyMethod ?? null,
      methods: judged?.methods ?? [],
      bands: judged?.bands ?? [],
      about: { lesionClass, age, sex, bodySite, skinType },
    }
  }

  /** Whether the map of one spectrum of a run can be believed. */
  async checkSaliency(
    experiment: Experiment,
    rowId: string,
    bundleFolder: string,
    wanted: WantedMap,
  ): Promise<SaliencyTrust> {
    const { processed } = await this.prepareRow(experiment, rowId)
    return checkOne(bundleFolder, processed, experiment.seed, wanted)
  }

  /** The same for the map of an answer of the case log. */
  checkAnswer(
    { folder }: ModelOnDisk,
    answer: Pick<Answer, 'model' | 'processed'>,
    measured: MeasuredFrames,
  ): Promise<SaliencyTrust> {
    return checkAnswered(folder, answer, artefactsOf(measured))
  }

  private async prepareRow({ dataSetHash: hash, recipe }: Experiment, rowId: string) {
    const { dataSet } = await loadSnapshot(this.folder.snapshot(hash))
    const row = dataSet.rows.findIndex(({ id }) => id === rowId)
    if (row === -1) throw new StokesError('usage.invalid', `${dataSet.name} has no spectrum ${rowId}.`)
    const { grid, of } = await prepareExamples(dataSet, [row], recipe)
    return { dataSet, row, grid, processed: Float64Array.from(of([row]).spectra) }
  }

  private async read({ name, source }: NewDataSet): Promise<DataSet> {
    if (source.kind === 'file') return { ...(await readDataFile(source.path)).dataSet, name }
    const { filter } = source
    return readCaseLog(this.options.caseLogPath, (log) => caseLogDataSet(log, { name, filter }).dataSet)
  }
}

function inspectionOf(dataSet: DataSet): DataSetInspection {
  const { gaps, ...composition } = compositionOf(dataSet)
  return {
    origin: dataSet.origin,
    classes: [...dataSet.classes],
    points: dataSet.axis.length,
    composition: { ...composition, gaps: gaps.map(({ text }) => text) },
    leakage: leakageReport(dataSet, { seed: SEED }).findings,
  }
}

async function readPredictions(path: string): Promise<Prediction[]> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Prediction[]
  } catch (cause) {
    throw new StokesError(
      'file.notReadable',
      `What the run said of its held-out spectra cannot be read: ${path}.`,
      {
        tip: 'Restore the file, or train again.',
        cause,
      },
    )
  }
}

function judgedOf(chosen: readonly Prediction[], { classes, threshold }: StoredPredictions): Judged {
  const predictions: Predictions = {
    classes,
    patients: chosen.map(({ patient }) => patient),
    targets: chosen.map(({ target }) => target),
    probabilities: chosen.flatMap(({ probabilities }) => probabilities),
  }
  return { predictions, threshold: threshold ?? 0.5 }
}
