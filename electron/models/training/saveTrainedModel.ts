import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { EvaluationReport } from '../../contract/evaluation'
import type { Experiment } from '../../contract/learning'
import { statedFigures } from '../evaluation/statedFigures'
import type { BroughtManifest } from '../registry/broughtManifest'
import { sha256 } from '../registry/hashes'
import { openModelBundle } from '../registry/openModelBundle'
import type { Split } from '../splits/split'
import type { ExperimentResult, ServableModel } from './runExperiment'
import type { TrainingRecord } from './trainingRecord'
import { writeOrSayFull } from '../writeOrSayFull'

export interface TrainedModelTask {
  /** Of the bundle. It is there whole, or not at all. */
  folder: string
  name: string
  model: ServableModel
  report: EvaluationReport
  experiment: Experiment
  split: Split
  /** Name and version of what trained. */
  software: string
  learnt: ExperimentResult['learnt']
}

/**
 * Writes a model that was trained here as an ONNX bundle with its manifest, opens it as whoever serves it will, and gives
 * its hash. The manifest holds the hashes of what lies
 * beside it: of `training.json`, which says what it was made from and which patients it has seen, and of its reference outputs.
 * @throws StokesError `model.*` where it does not open, `storage.diskFull`; other errors of the file system as they are
 */
export async function saveTrainedModel(task: TrainedModelTask): Promise<string> {
  const { folder, name, model, report, experiment } = task
  const binary = model.classes.length === 2
  const { calibratedAt = 0 } = task.learnt
  // As it answers where it serves.
  const { metrics, intervals, patients, classes, oracle } = report.malignancy ?? report
  const malignant = classes[1]!.patients
  const figures =
    classes.length > 2
      ? null
      : statedFigures({ patients, malignant }, metrics, intervals, oracle?.auc ?? null)
  const record = JSON.stringify(trainingRecordOf(task))
  const reference = JSON.stringify(model.reference)
  const manifest: BroughtManifest = {
    format: 'onnx',
    name,
    file: 'model.onnx',
    input: { name: 'spectrum', shape: ['batch', 1, model.grid.length] },
    // Not the probability, which near 0 and 1 is rounded: covering a band would seem to change nothing.
    output: { name: 'logit', kind: binary ? 'logit' : 'logits' },
    classes: [...model.classes],
    malignant: [...model.malignant],
    map: {
      output: 'cam',
      method: model.map.method,
      speaksFor: binary ? 'malignant' : 'eachClass',
      stride: model.map.cells.stride,
      first: model.map.cells.first,
    },
    recipe: experiment.recipe,
    threshold: model.threshold,
    ...(calibratedAt > 0 && calibratedAt < 1 && { prevalence: { calibratedAt, site: siteOf(experiment) } }),
    ...(model.leastSureness !== null && { leastSureness: model.leastSureness }),
    provenance: { origin: report.model.origin, text: report.model.provenance },
    ...(figures && { figures }),
    ...(model.outliers && { familiar: model.outliers }),
    training: sha256(record),
    reference: sha256(reference),
  }
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
  try {
    await mkdir(part, { recursive: true })
    await writeOrSayFull(join(part, 'model.onnx'), model.onnx)
    await writeOrSayFull(join(part, 'reference.json'), reference)
    await writeOrSayFull(join(part, 'training.json'), record)
    await writeOrSayFull(join(part, 'manifest.json'), JSON.stringify(manifest, null, 2))
    const { hash } = await openModelBundle(part)
    await rename(part, folder)
    return hash
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

/** Null where none was given, or one that leaves nothing to tell. */
function siteOf({ sitePrevalence }: Experiment): number | null {
  return sitePrevalence !== null && sitePrevalence > 0 && sitePrevalence < 1 ? sitePrevalence : null
}

/** What is kept of any system that was trained here, servable or not. */
export function trainingRecordOf({
  name,
  software,
  report,
  experiment,
  split,
  learnt,
}: Omit<TrainedModelTask, 'folder' | 'model'>): TrainingRecord {
  const { origin, provenance } = report.model
  return { research: true, name, software, origin, provenance, experiment, split, ...learnt }
}
