import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StokesError } from '../contract/errors'
import type { TrainedRun, TrainerTask } from '../contract/trainer'
import { loadSnapshot } from '../models/datasets/snapshot'
import { discardCheckpoint } from '../models/training/asideTrainings'
import { runExperiment, type ExperimentOptions } from '../models/training/runExperiment'
import { saveTrainedModel } from '../models/training/saveTrainedModel'
import { trainerFor } from '../models/training/trainerFor'

/**
 * A run from its snapshot to the files in its folder: `bundle/` (a system that reads no spectra has none),
 * `predictions.json`, `maps.json` (what the model reads in each class), and the checkpoint until it is done.
 * @throws StokesError `dataset.*`, `training.*`, `storage.diskFull`; the reason of the signal
 */
export async function train(task: TrainerTask, options: ExperimentOptions): Promise<TrainedRun> {
  const { name, experiment, folder, software } = task
  const trainer = await trainerFor(experiment)
  await mkdir(folder, { recursive: true })
  const { dataSet, hash } = await loadSnapshot(task.snapshot)
  if (hash !== experiment.dataSetHash) throw wrongSnapshot(task, hash)
  const checkpoint = join(folder, 'checkpoint')
  const result = await runExperiment(
    {
      name,
      experiment,
      dataSet: { ...dataSet, name: task.dataSetName },
      hiddenPatients: task.hiddenPatients,
      trainer,
      metadata: await trainerFor({ system: 'metadata', settings: {} }),
      checkpoint,
    },
    options,
  )
  const { report, model, split, predictions, classMaps, engine, learnt } = result
  const bundle = join(folder, 'bundle')
  const bundleHash =
    model &&
    (await saveTrainedModel({ folder: bundle, name, model, report, experiment, split, software, learnt }))
  await writeFile(join(folder, 'predictions.json'), JSON.stringify(predictions))
  if (classMaps) await writeFile(join(folder, 'maps.json'), JSON.stringify(classMaps))
  await discardCheckpoint(checkpoint)
  return { report: { ...report, model: { ...report.model, hash: bundleHash } }, engine, bundleHash }
}

function wrongSnapshot({ snapshot, dataSetName }: TrainerTask, hash: string): StokesError {
  return new StokesError(
    'dataset.changed',
    `The snapshot ${snapshot} of ${dataSetName} holds other data: its hash is ${hash.slice(0, 12)}.`,
    { tip: 'Restore the file, or freeze the data set again.' },
  )
}
