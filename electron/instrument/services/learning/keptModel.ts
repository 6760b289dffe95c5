import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StokesError } from '../../../contract/errors'
import type { Origin } from '../../../contract/frame'
import { metadataSystem } from '../../../models/classical/metadataSystem'
import { labelledAs } from '../../../models/datasets/relabel'
import type { DataSet } from '../../../models/datasets/dataSet'
import type { Judged } from '../../../models/evaluation/compareModels'
import { prepareOutlierScore } from '../../../models/evaluation/outlierModel'
import { mayJudge } from '../../../models/judge'
import type { ModelBundle } from '../../../models/registry/modelBundle'
import { sha256 } from '../../../models/registry/hashes'
import { openModelBundle } from '../../../models/registry/openModelBundle'
import { parseSplit } from '../../../models/splits/split'
import { seenPatients } from '../../../models/splits/unseenRows'
import { probabilitiesOf } from '../../../models/training/calibrateScores'
import { predictionsOf } from '../../../models/training/predictionsOf'
import { prepareExamples } from '../../../models/training/prepareExamples'
import { runGraph } from '../../../models/training/runGraph'
import { trainingRecordSchema, type TrainingRecord } from '../../../models/training/trainingRecord'
import type { Examples } from '../../../models/training/trainer'
import { judgeWithBundle } from './judgeWithBundle'

/** A model in its folder, for figures. */
export interface KeptModel {
  folder: string
  name: string
  system: string
  /** Null for a system that reads no spectra: it has no bundle. */
  hash: string | null
  origin: Origin
  provenance: string
  threshold: number
  /** What it was made from; null for one that was not trained by this version, or made elsewhere. */
  record: TrainingRecord | null
  bundle: ModelBundle | null
  /** Whether it was fitted, stopped or calibrated on a patient; null where nobody can know. */
  hasSeen: ((patient: string) => boolean) | null
}

/**
 * Opens what `stokes train` or a run left, the model that ships, or one that was made elsewhere.
 * @throws StokesError `model.*`
 */
export async function openKeptModel(folder: string): Promise<KeptModel> {
  const kept = await recordIn(folder)
  const record = kept?.record ?? null
  const bundle = record?.experiment.system === 'metadata' ? null : await openModelBundle(folder)
  // Whoever edits the list of patients makes a model look as if it had never seen them.
  const expected = bundle && 'trainingHash' in bundle ? bundle.trainingHash : null
  if (expected !== null && kept?.hash !== expected) throw damagedRecord(folder)
  const { name, origin, provenance, threshold } = bundle ?? record!
  return {
    folder,
    name,
    system: record?.experiment.system ?? bundle!.architecture,
    hash: bundle?.hash ?? null,
    origin,
    provenance,
    threshold,
    record,
    bundle,
    hasSeen: seenBy(bundle, record),
  }
}

/**
 * The data set as the model's classes are.
 * @throws StokesError `dataset.mixedOrigins` where it is not for the model to judge, `dataset.invalid` where its classes are others
 */
export function asJudged(model: KeptModel, dataSet: DataSet): DataSet {
  if (!mayJudge(model, dataSet.origin))
    throw new StokesError(
      'dataset.mixedOrigins',
      `${model.name} learnt from ${model.origin} spectra; ${dataSet.name} is ${dataSet.origin}.`,
      { tip: 'What learnt from simulated patients never judges real ones, nor the other way round.' },
    )
  const classes = model.record?.classes ?? (['benign', 'malignant'] as const)
  const labelled = labelledAs(dataSet, model.record?.experiment.classes ?? 'asLabelled')
  if (classes.length === labelled.classes.length && classes.every((name, i) => name === labelled.classes[i]))
    return labelled
  throw new StokesError(
    'dataset.invalid',
    `${model.name} tells ${classes.join(', ')} apart; ${dataSet.name} has ${labelled.classes.join(', ')}.`,
    { tip: 'Name the classes of the file as they were named when the model was trained.' },
  )
}

export interface Said extends Judged {
  /** Above 1 a spectrum is unlike those of the training; null where the model has no such test. */
  outlierScores: number[] | null
  /** What age, sex, site and skin type alone say of the same spectra. */
  baseline: Judged | null
}

/**
 * What a model says of rows of a data set that {@link asJudged} gave.
 * @throws StokesError what a recipe throws, such as `axis.notCovered`
 */
export async function sayOf(model: KeptModel, dataSet: DataSet, rows: readonly number[]): Promise<Said> {
  const { record, bundle, folder } = model
  const baseline = record?.metadata
    ? await sayOfMetadata(record, record.metadata, { rows: rows.map((row) => dataSet.rows[row]!) })
    : null
  if (!bundle) return { ...baseline!, outlierScores: null, baseline: null }
  if (!record) {
    const { predictions, threshold } = await judgeWithBundle(folder, dataSet, rows)
    return { predictions, threshold, outlierScores: null, baseline: null }
  }
  const examples = (await prepareExamples(dataSet, rows, bundle.recipe)).of(rows)
  const { spectra, points } = examples
  // The bundle's own graph, so that of several classes each has its probability.
  const probabilities = await runGraph(bundle.onnx, spectra, [1, points], 'probability')
  const scoreOf = record.outliers && prepareOutlierScore(record.outliers)
  return {
    predictions: predictionsOf(examples, record.classes, probabilities),
    threshold: record.threshold,
    outlierScores:
      scoreOf &&
      rows.map((_, place) => scoreOf(spectra.subarray(place * points, (place + 1) * points)).score),
    baseline,
  }
}

async function sayOfMetadata(
  { classes }: TrainingRecord,
  { model, temperature, threshold }: NonNullable<TrainingRecord['metadata']>,
  { rows }: Pick<Examples, 'rows'>,
): Promise<Judged> {
  const values = await metadataSystem(model).scores({ rows, spectra: new Float32Array(), points: 0 })
  const each = classes.length === 2 ? 1 : classes.length
  return {
    predictions: predictionsOf({ rows }, classes, probabilitiesOf({ values, each }, temperature)),
    threshold,
  }
}

function seenBy(bundle: ModelBundle | null, record: TrainingRecord | null): KeptModel['hasSeen'] {
  if (record) {
    const seen = seenPatients(record.split)
    return (patient) => seen.has(patient)
  }
  if (!bundle || !('manifest' in bundle)) return null
  // It names no patients, but they are those of a cohort, which are named by its seed: all of them are left out.
  const { seed } = bundle.manifest.provenance
  return (patient) => patient.startsWith(`${seed}-`)
}

async function recordIn(folder: string): Promise<{ record: TrainingRecord; hash: string } | null> {
  const text = await readFile(join(folder, 'training.json'), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const json = JSON.parse(text) as { split?: unknown }
    // A patient in two parts is said as that.
    parseSplit(json.split)
    return { record: trainingRecordSchema.parse(json), hash: sha256(text) }
  } catch (cause) {
    if (cause instanceof StokesError) throw cause
    throw damagedRecord(folder, cause)
  }
}

function damagedRecord(folder: string, cause?: unknown): StokesError {
  return new StokesError(
    'model.damaged',
    `What the model in ${folder} was trained on is not there, or not as it was written (training.json): whom it has seen is not known.`,
    { tip: 'Copy the model again from where it came from, or train it again.', cause },
  )
}
