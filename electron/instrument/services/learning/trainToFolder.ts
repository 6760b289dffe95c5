import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { StokesError } from '../../../contract/errors'
import { evaluationReportSchema, type EvaluationReport } from '../../../contract/evaluation'
import type { Experiment } from '../../../contract/learning'
import { discardCheckpoint } from '../../../models/training/asideTrainings'
import { runExperiment, type ExperimentOptions } from '../../../models/training/runExperiment'
import { saveTrainedModel, trainingRecordOf } from '../../../models/training/saveTrainedModel'
import { trainerFor } from '../../../models/training/trainerFor'
import { softwareVersion } from '../../../shared/softwareVersion'
import { openKeptModel } from './keptModel'
import type { OpenedData } from './openData'

export interface FolderTask {
  /** Of the model. It is there whole, or not at all; an earlier model stays until then. */
  folder: string
  data: Pick<OpenedData, 'dataSet' | 'hash'>
  experiment: Experiment
  /** File in which the training keeps its state; removed when it is done. */
  checkpoint?: string | undefined
}

export interface TrainedInFolder {
  /** Null for a system that reads no spectra: it is kept for figures, and cannot be served. */
  hash: string | null
  report: EvaluationReport
  engine: string
  parts: Record<'fit' | 'earlyStopping' | 'calibration' | 'heldOut', number>
}

/**
 * One run, from data to a model in a folder of its own: the bundle (a system that reads no spectra has none),
 * `training.json`, `report.json`, `predictions.json` and `maps.json`.
 * @throws StokesError `dataset.*`, `training.*`, `usage.invalid`; errors of the file system as they are; the reason of the signal
 */
export async function trainToFolder(
  { folder, data, experiment, checkpoint }: FolderTask,
  options: ExperimentOptions,
): Promise<TrainedInFolder> {
  const name = basename(resolve(folder))
  const result = await runExperiment(
    {
      name,
      experiment,
      dataSet: data.dataSet,
      hiddenPatients: [],
      trainer: await trainerFor(experiment),
      metadata: await trainerFor({ system: 'metadata', settings: {} }),
      ...(checkpoint !== undefined && { checkpoint }),
    },
    options,
  )
  const { split, model, predictions, classMaps, engine, learnt } = result
  const own = `${resolve(folder)}.part-${process.pid}`
  const software = `Stokes ${softwareVersion()}`
  const task = { name, report: result.report, experiment, split, software, learnt }
  try {
    let hash: string | null = null
    if (model) hash = await saveTrainedModel({ ...task, folder: own, model })
    else {
      await mkdir(own, { recursive: true })
      await writeFile(join(own, 'training.json'), JSON.stringify(trainingRecordOf(task)))
    }
    const report = { ...result.report, model: { ...result.report.model, hash } }
    await writeFile(join(own, 'predictions.json'), JSON.stringify(predictions))
    if (classMaps) await writeFile(join(own, 'maps.json'), JSON.stringify(classMaps))
    await writeFile(join(own, 'report.json'), JSON.stringify({ engine, report }))
    await putInPlace(own, resolve(folder))
    if (checkpoint !== undefined) await discardCheckpoint(checkpoint)
    const sizes = Object.entries(split.patients).map(([part, patients]) => [part, patients.length])
    return { hash, report, engine, parts: Object.fromEntries(sizes) as TrainedInFolder['parts'] }
  } catch (error) {
    await rm(own, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

/**
 * What {@link trainToFolder} left of the very same run; null where there is none, or one of another run.
 */
export async function trainedBefore(
  folder: string,
  experiment: Experiment,
): Promise<{ report: EvaluationReport; engine: string } | null> {
  try {
    const { record } = await openKeptModel(folder)
    if (JSON.stringify(record?.experiment) !== JSON.stringify(experiment)) return null
    const json = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Record<string, unknown>
    return { report: evaluationReportSchema.parse(json.report), engine: String(json.engine) }
  } catch {
    return null
  }
}

/**
 * Refuses a folder with something in it that is no model: it would be lost.
 * @throws StokesError `file.notWritable`; errors of the file system as they are
 */
export async function requireModelFolder(folder: string): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : []
  if (names.length === 0 || names.includes('manifest.json') || names.includes('training.json')) return
  throw new StokesError('file.notWritable', `${folder} holds something that is no model.`, {
    tip: 'Choose a folder that is not there, or an empty one.',
  })
}

async function putInPlace(own: string, folder: string): Promise<void> {
  const before = `${folder}.before-${process.pid}`
  const replaces = existsSync(folder)
  if (replaces) await rename(folder, before)
  try {
    await rename(own, folder)
  } catch (error) {
    if (replaces) await rename(before, folder)
    throw error
  }
  await rm(before, { recursive: true, force: true })
}
