import type { EvaluationReport } from '../contract/evaluation'
import type { Origin } from '../contract/frame'
import type { Experiment, SplitPart } from '../contract/learning'
import type { CaseLog } from './openCaseLog'
import { aRecipe } from './fixtures'

/* What the tests of data sets, runs and models begin with. */

export const aHash = (letter: string) => letter.repeat(64)

export const A_SPLIT: Record<SplitPart, string[]> = {
  fit: ['p1', 'p2'],
  earlyStopping: ['p3'],
  calibration: ['p4'],
  heldOut: ['p5'],
}

export function addDataSet(
  log: CaseLog,
  {
    hash = aHash('a'),
    origin = 'simulated',
    patients = Object.values(A_SPLIT).flat(),
  }: { hash?: string; origin?: Origin; patients?: string[] } = {},
) {
  return log.learning.dataSets.add({
    hash,
    name: 'cohort',
    source: { kind: 'file', path: '/data/cohort.csv' },
    inspection: {
      origin,
      classes: ['benign', 'malignant'],
      points: 16,
      composition: {
        spectra: patients.length,
        patients: patients.length,
        patientsKnown: true,
        classes: [],
        fields: { lesionClass: [], bodySite: [], sex: [], skinType: [], ageBand: [], instrument: [] },
        age: null,
        taken: null,
        gaps: [],
      },
      leakage: [],
    },
    patients,
  })
}

export function anExperiment(changes: Partial<Experiment> = {}): Experiment {
  return {
    dataSetHash: aHash('a'),
    system: 'logistic',
    settings: {},
    recipe: aRecipe,
    seed: 7,
    classes: 'asLabelled',
    groupBy: [],
    operatingRule: { name: 'youden' },
    sitePrevalence: null,
    ...changes,
  }
}

export function queueRun(log: CaseLog, changes: Partial<Experiment> = {}) {
  const operatorId = log.operators.ensure('Ada').id
  return log.learning.runs.add({ name: 'first', operatorId, experiment: anExperiment(changes) })
}

/** Only what the case log itself reads of a report. */
export function aReport(auc = 0.8, distinguishable = true): EvaluationReport {
  const report = { format: 1, metrics: { auc }, intervals: { auc: [auc - 0.1, auc + 0.1] }, distinguishable }
  return report as unknown as EvaluationReport
}

/** A run from its start to a candidate of this hash. */
export function finishRun(log: CaseLog, modelHash: string, changes: Partial<Experiment> = {}) {
  const { runs } = log.learning
  const { id } = queueRun(log, changes)
  runs.start(id)
  runs.addSplit(id, A_SPLIT)
  return runs.finish(id, { report: aReport(), engine: 'onnx-cpu', wallTimeMs: 1000, modelHash })
}
