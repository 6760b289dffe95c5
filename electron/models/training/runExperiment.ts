import { StokesError } from '../../contract/errors'
import type { EvaluationReport } from '../../contract/evaluation'
import type { Experiment, Prediction } from '../../contract/learning'
import type { ClassMaps } from '../../contract/saliency'
import type { DataSet } from '../datasets/dataSet'
import { leakageReport } from '../datasets/leakageReport'
import { labelledAs, questionBehind } from '../datasets/relabel'
import { surenessForCoverage } from '../evaluation/abstention'
import type { Judged } from '../evaluation/compareModels'
import { evaluateModel } from '../evaluation/evaluateModel'
import { answeredAs, asOneQuestion, type OneQuestion } from '../evaluation/oneQuestion'
import type { OperatingPoint } from '../evaluation/operatingPoint'
import { oracleOf } from '../evaluation/oracle'
import { fitOutlierModel, prepareOutlierScore, type OutlierModel } from '../evaluation/outlierModel'
import { saidClasses, type Predictions } from '../evaluation/predictions'
import { recipeGrid } from '../registry/recipeGrid'
import { classMaps } from '../saliency/classMaps'
import type { SystemMap } from '../saliency/systemMap'
import { partNames, rowsOfSplit, type PartName, type Split } from '../splits/split'
import { foldDataSet, splitDataSet, type Divided } from '../splits/splitDataSet'
import { asideTrainings } from './asideTrainings'
import { crossValidate } from './crossValidate'
import { judgeSystem, type JudgedSystem } from './judgeSystem'
import { learningCurve } from './learningCurve'
import { mapsOfSaid } from './mapsOfSaid'
import { prepareExamples } from './prepareExamples'
import type { Examples, SystemName, TrainedSystem, Trainer, TrainingProgress } from './trainer'
import { trainerFor } from './trainerFor'
import type { TrainingRecord } from './trainingRecord'

export interface ExperimentTask {
  name: string
  experiment: Experiment
  /** The one that the experiment names. */
  dataSet: DataSet
  /** Patients of external test sets. */
  hiddenPatients: readonly string[]
  /** The system that the experiment names, with its settings. */
  trainer: Trainer
  /** What sees no spectra, for comparison. */
  metadata: Trainer
  /** File in which the training keeps its state, to go on from after an interruption. */
  checkpoint?: string
}

export interface ExperimentOptions {
  /** Before anything is learnt. */
  onSplit?: (split: Split) => void
  onProgress?: (progress: TrainingProgress) => void
  signal?: AbortSignal
}

/** A model that can be served. */
export interface ServableModel {
  /** The probabilities that it gives are calibrated. */
  onnx: Uint8Array
  /** cm-1. */
  grid: Float64Array
  /** What its output `cam` is. */
  map: SystemMap
  classes: readonly string[]
  /** Of the classes, those that the data set has as its second. */
  malignant: readonly string[]
  /** These, taken together, at or above it. */
  threshold: number
  /** What is less sure (log-odds from the threshold) is not answered; null: all is. */
  leastSureness: number | null
  temperature: number
  /** Null where there were too few spectra to tell what is familiar. */
  outliers: OutlierModel | null
  /** Some held-out spectra and what the graph says of them: of the malignant classes together. */
  reference: { spectrum: number[]; probability: number }[]
}

export interface ExperimentResult {
  split: Split
  report: EvaluationReport
  /** Of the held-out spectra, in the order of the data set. */
  predictions: Prediction[]
  /** What the model reads in each class of the held-out spectra; null for a system that reads none. */
  classMaps: ClassMaps | null
  engine: string
  /** Null for a system that reads no spectra. */
  model: ServableModel | null
  /** What goes with the model, servable or not. */
  learnt: Pick<
    TrainingRecord,
    'classes' | 'temperature' | 'threshold' | 'calibratedAt' | 'outliers' | 'metadata'
  >
}

const REFERENCE_SPECTRA = 6

/**
 * One run from a frozen data set to a model and its figures: split by patient, recipe, training, temperature and operating
 * point on patients of their own, evaluation on patients that nothing was decided on; then, where they are asked for,
 * cross-validation and learning curve, which decide nothing of the model either. The same task gives the same result on the
 * same engine.
 * @throws StokesError `dataset.*`, `training.*`, and what a recipe throws; the reason of the signal
 */
export async function runExperiment(
  task: ExperimentTask,
  { onSplit, onProgress, signal }: ExperimentOptions = {},
): Promise<ExperimentResult> {
  const { experiment, trainer } = task
  const { seed } = experiment
  // A model reads one grid whatever the instrument: said now, not after hours of training.
  recipeGrid(experiment.recipe)
  const dataSet = labelledAs(task.dataSet, experiment.classes)
  const { classes } = dataSet
  const hidden = new Set(task.hiddenPatients)
  const visible = [...dataSet.rows.keys()].filter((row) => !hidden.has(dataSet.rows[row]!.patient))
  const divided = { rows: visible.map((row) => dataSet.rows[row]!), classes, hash: experiment.dataSetHash }
  const split = splitDataSet(divided, { seed, groupBy: experiment.groupBy })
  const rowsOf = (own: Split) => rowsOfSplit(own, { rows: dataSet.rows, hash: experiment.dataSetHash })
  const rows = rowsOf(split)
  const aside = await preparedAside(task, divided)
  onSplit?.(split)

  const prepared = await prepareExamples(dataSet, visible, experiment.recipe, {
    signal,
    onProgress: (done) =>
      onProgress?.({ stage: 'preprocessing', step: Math.max(1, done), steps: visible.length }),
  })
  const examples = Object.fromEntries(partNames.map((part) => [part, prepared.of(rows[part])])) as Record<
    PartName,
    Examples
  >
  const learn = (
    system: Trainer,
    own: Pick<ExperimentTask, 'checkpoint'> & { onProgress?: ExperimentOptions['onProgress'] },
  ) =>
    system.train({
      classes,
      grid: prepared.grid,
      fit: examples.fit,
      watched: examples.earlyStopping,
      seed,
      ...(own.onProgress && { onProgress: own.onProgress }),
      ...(own.checkpoint !== undefined && { checkpoint: own.checkpoint }),
      ...(signal && { signal }),
    })
  const trained = await learn(trainer, {
    ...(task.checkpoint !== undefined && { checkpoint: task.checkpoint }),
    ...(onProgress && { onProgress }),
  })
  signal?.throwIfAborted()

  onProgress?.({ stage: 'evaluation', step: 1, steps: 1 })
  const question = questionBehind(task.dataSet, dataSet)
  const judge = (system: TrainedSystem) =>
    judgeSystem(system, examples, classes, experiment.operatingRule, question)
  const judged = await judge(trained)
  const baseline = await metadataBaseline(() => learn(task.metadata, {}), judge)
  const outliers = outlierModelOf(examples)
  const { heldOut } = examples
  const scoreOf = outliers && prepareOutlierScore(outliers)
  const positive = question?.positive ?? [1]
  const found = examples.calibration.rows.filter(({ label }) => positive.includes(label)).length
  const calibratedAt = found / examples.calibration.rows.length
  const prevalence =
    experiment.sitePrevalence === null ? null : { site: experiment.sitePrevalence, calibratedAt }
  const { answered } = experiment
  const leastSureness =
    answered === undefined
      ? null
      : surenessForCoverage(
          question ? asOneQuestion(judged.calibration, question) : judged.calibration,
          servedPoint(judged).threshold,
          answered,
        )
  const report = evaluateModel({
    model: {
      name: task.name,
      system: trainer.name,
      hash: null,
      provenance: [
        `Trained by Stokes on ${dataSet.name} (${dataSet.origin}), for research.`,
        ...(trained.startText ? [trained.startText] : []),
      ].join(' '),
      origin: dataSet.origin,
    },
    data: {
      name: `${dataSet.name}, held out`,
      hash: experiment.dataSetHash,
      origin: dataSet.origin,
      patientsKnown: dataSet.patientsKnown,
      excludedPatients: 0,
    },
    predictions: judged.heldOut,
    operatingPoint: judged.operatingPoint,
    baseline: trainer.name === 'metadata' ? null : baseline && judgedOf(baseline),
    leakage: leakageReport(dataSet, { parts: partNames.map((part) => rows[part]), seed }).findings,
    prevalence,
    outlierScores:
      scoreOf &&
      heldOut.rows.map(
        (_, row) => scoreOf(heldOut.spectra.subarray(row * heldOut.points, (row + 1) * heldOut.points)).score,
      ),
    oracle: oracleOf(classes, heldOut.rows),
    leastSureness,
    malignancy: question &&
      judged.malignancy && {
        question,
        operatingPoint: judged.malignancy,
        prevalence,
        oracle: oracleOf(question.classes, answeredAs(question, heldOut.rows)),
      },
    seed,
  })

  const trainAside = asideTrainings({ experiment, classes, prepared, checkpoint: task.checkpoint, signal })
  const { folds, curve } = aside
  const crossValidation =
    folds &&
    (await crossValidate(
      {
        folds: folds.map((fold) => ({ split: fold, parts: rowsOf(fold) })),
        visible,
        rows: dataSet.rows,
        classes,
        trainer,
        metadata: task.metadata,
        seed,
      },
      trainAside,
      (step) => onProgress?.({ stage: 'crossValidation', step, steps: folds.length }),
    ))
  const learning =
    curve &&
    (await learningCurve(
      {
        ...curve,
        parts: rows,
        rows: dataSet.rows,
        classes,
        whole: { trainer, probabilities: judged.heldOut.probabilities },
        seed,
      },
      trainAside,
      (step, steps) => onProgress?.({ stage: 'learningCurve', step, steps }),
    ))

  const predictions = saidOf(heldOut, judged)
  return {
    split,
    report: {
      ...report,
      ...(crossValidation && { crossValidation }),
      ...(learning && { learningCurve: learning }),
    },
    predictions,
    classMaps: await mapsOf(trained, judged.onnx, heldOut, predictions, classes, prepared.grid),
    engine: trained.engine ?? 'typescript',
    model: judged.onnx && {
      onnx: judged.onnx,
      grid: prepared.grid,
      map: trained.map!,
      classes,
      malignant: positive.map((label) => classes[label]!),
      threshold: servedPoint(judged).threshold,
      leastSureness,
      temperature: judged.temperature,
      outliers,
      reference: referenceOf(heldOut, judged.heldOut, question),
    },
    learnt: {
      classes: [...classes],
      temperature: judged.temperature,
      threshold: servedPoint(judged).threshold,
      calibratedAt,
      outliers: judged.onnx && outliers,
      metadata: baseline && {
        model: baseline.system.metadata!,
        temperature: baseline.temperature,
        threshold: servedPoint(baseline).threshold,
      },
    },
  }
}

/** What the trainings beside that of the model need. What cannot work is said before anything is learnt. */
async function preparedAside({ experiment, trainer }: ExperimentTask, divided: Divided) {
  const { seed, groupBy, system, crossValidation, learningCurve: curve } = experiment
  const trainerOf = async (name: SystemName) =>
    name === system ? trainer : trainerFor({ system: name, settings: {} })
  return {
    folds: crossValidation && foldDataSet(divided, { seed, groupBy, ...crossValidation }),
    curve: curve && { shares: curve.shares, trainers: await Promise.all(curve.systems.map(trainerOf)) },
  }
}

/** Null where nothing but the spectra is known. */
async function metadataBaseline(
  learn: () => Promise<TrainedSystem>,
  judged: (system: TrainedSystem) => Promise<JudgedSystem>,
): Promise<JudgedSystem | null> {
  try {
    return await judged(await learn())
  } catch (error) {
    if (error instanceof StokesError && error.code === 'dataset.invalid') return null
    throw error
  }
}

function outlierModelOf({ fit, calibration }: Record<PartName, Examples>): OutlierModel | null {
  try {
    return fitOutlierModel(fit.spectra, calibration.spectra, fit.points)
  } catch (error) {
    if (error instanceof StokesError && error.code === 'dataset.tooSmall') return null
    throw error
  }
}

function judgedOf(judged: JudgedSystem): Judged {
  return { predictions: judged.heldOut, threshold: servedPoint(judged).threshold }
}

/** Where it serves, several classes are two. */
function servedPoint({ operatingPoint, malignancy }: JudgedSystem): OperatingPoint {
  return malignancy ?? operatingPoint
}

function saidOf({ rows }: Examples, { heldOut, operatingPoint }: JudgedSystem): Prediction[] {
  const said = saidClasses(heldOut, operatingPoint.threshold)
  const each = heldOut.probabilities.length / rows.length
  return rows.map(({ id, patient, label }, row) => ({
    rowId: id,
    patient,
    target: label,
    said: said[row]!,
    probabilities: Array.from({ length: each }, (_, index) => heldOut.probabilities[row * each + index]!),
  }))
}

async function mapsOf(
  { map }: TrainedSystem,
  onnx: Uint8Array | null,
  examples: Examples,
  predictions: readonly Prediction[],
  classes: readonly string[],
  grid: Float64Array,
): Promise<ClassMaps | null> {
  if (!map || !onnx) return null
  const said = predictions.map((prediction) => prediction.said)
  return classMaps({
    classes,
    grid,
    spectra: examples.spectra,
    targets: predictions.map(({ target }) => target),
    said,
    maps: await mapsOfSaid(onnx, examples, said, classes.length),
    map,
  })
}

/** Held-out spectra spread evenly over what is said of them. */
function referenceOf(
  { rows, spectra, points }: Examples,
  predictions: Predictions,
  question: OneQuestion | null,
): ServableModel['reference'] {
  const { probabilities: probability } = question ? asOneQuestion(predictions, question) : predictions
  const ascending = [...rows.keys()].sort((a, b) => probability[a]! - probability[b]!)
  const last = Math.min(REFERENCE_SPECTRA, rows.length) - 1
  const chosen = Array.from(
    { length: last + 1 },
    (_, i) => ascending[Math.round((i * (ascending.length - 1)) / Math.max(1, last))]!,
  )
  return [...new Set(chosen)].map((row) => ({
    spectrum: [...spectra.subarray(row * points, (row + 1) * points)],
    probability: probability[row]!,
  }))
}
