import type { Experiment } from '../../contract/learning'
import { parseRecipe } from '../../contract/recipe'
import { dataSetHash } from '../datasets/dataSetHash'
import { bandedDataSet } from './exampleDataSet'
import type { ExperimentTask } from './runExperiment'
import { trainerFor } from './trainerFor'

const recipe = parseRecipe({
  name: 'short',
  steps: [
    { step: 'resample', lo: 600, hi: 1800, n: 100, kind: 'linear' },
    { step: 'snv', ddof: 0 },
  ],
})
const dataSet = bandedDataSet(160)

/** A run of PCA-LDA on 160 patients, two of whom it must not see. */
export async function exampleExperiment(changes: Partial<Experiment> = {}): Promise<ExperimentTask> {
  const experiment: Experiment = {
    dataSetHash: dataSetHash(dataSet),
    system: 'pca-lda',
    settings: {},
    recipe,
    seed: 3,
    classes: 'asLabelled',
    groupBy: [],
    operatingRule: { name: 'sensitivity', sensitivity: 0.9 },
    sitePrevalence: null,
    ...changes,
  }
  return {
    name: 'a run',
    experiment,
    dataSet,
    hiddenPatients: ['p0', 'p1'],
    trainer: await trainerFor(experiment),
    metadata: await trainerFor({ system: 'metadata', settings: {} }),
  }
}
