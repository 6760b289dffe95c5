import { StokesError } from '../../../contract/errors'
import type { EvaluationReport } from '../../../contract/evaluation'
import type { DataSet } from '../../../models/datasets/dataSet'
import { leakageReport } from '../../../models/datasets/leakageReport'
import { questionBehind } from '../../../models/datasets/relabel'
import { evaluateModel } from '../../../models/evaluation/evaluateModel'
import { answeredAs } from '../../../models/evaluation/oneQuestion'
import { oracleOf } from '../../../models/evaluation/oracle'
import { asJudged, sayOf, type KeptModel, type Said } from './keptModel'

export interface EvaluationSource {
  dataSet: DataSet
  hash: string
  /** What leaks in it as a whole, where that was looked for already: it is the same for all models that have seen none of it. */
  leakage?: EvaluationReport['leakage']
}

export interface KeptEvaluation {
  report: EvaluationReport
  /** Rows of the data set that were judged. */
  rows: readonly number[]
  said: Said
}

const SEED = 1

/**
 * Figures of a model on all patients of a data set that it was not fitted, stopped or calibrated on.
 *
 * @param sitePrevalence share of the second class where it is to be used; that of its training if it is not given
 * @throws StokesError `dataset.tooSmall` where none is left, `dataset.oneClass`, `dataset.mixedOrigins`, `dataset.invalid`
 */
export async function evaluateKept(
  model: KeptModel,
  { dataSet: given, hash, leakage: known }: EvaluationSource,
  sitePrevalence = model.record?.experiment.sitePrevalence ?? null,
): Promise<KeptEvaluation> {
  const dataSet = asJudged(model, given)
  const { seen, rows } = partedBy([model], dataSet)
  const said = await sayOf(model, dataSet, rows)
  const { name, system, hash: modelHash, provenance, origin } = model
  const leakage: EvaluationReport['leakage'] =
    seen.length === 0
      ? [...(known ?? leakageOf(dataSet))]
      : leakageReport(dataSet, { parts: [seen, rows], seed: SEED }).findings
  if (!model.hasSeen)
    leakage.push({
      kind: 'trainingUnknown',
      text: `Nobody knows which patients ${name} was trained on: some of them may be among these.`,
      tip: 'Evaluate on patients that came after it was made.',
    })
  const prevalence =
    sitePrevalence === null
      ? null
      : { site: sitePrevalence, calibratedAt: model.record?.calibratedAt ?? null }
  const question = questionBehind(given, dataSet)
  const judged = rows.map((row) => dataSet.rows[row]!)
  const report = evaluateModel({
    model: { name, system, hash: modelHash, provenance, origin },
    data: {
      name: dataSet.name,
      hash,
      origin: dataSet.origin,
      patientsKnown: dataSet.patientsKnown,
      excludedPatients: patientsOf(dataSet, seen),
    },
    predictions: said.predictions,
    operatingPoint: { threshold: said.threshold, rule: 'that of the model', chosenOn: [] },
    baseline: said.baseline,
    leakage,
    prevalence,
    outlierScores: said.outlierScores,
    oracle: oracleOf(dataSet.classes, judged),
    leastSureness: model.bundle?.leastSureness ?? null,
    malignancy: question && {
      question,
      operatingPoint: { threshold: said.threshold, rule: 'that of the model', chosenOn: [] },
      prevalence,
      oracle: oracleOf(question.classes, answeredAs(question, judged)),
    },
    seed: SEED,
  })
  return { report, rows, said }
}

/** What could let a model look better on a data set than it is. Of many spectra it takes as long as all figures together. */
export function leakageOf(dataSet: DataSet): EvaluationReport['leakage'] {
  return leakageReport(dataSet, { seed: SEED }).findings
}

/**
 * Rows of patients that one of the models has seen, and the others.
 * @throws StokesError `dataset.tooSmall` where there are no others
 */
export function partedBy(models: readonly KeptModel[], dataSet: DataSet): { seen: number[]; rows: number[] } {
  const all = [...dataSet.rows.keys()]
  const isSeen = (row: number) => models.some(({ hasSeen }) => hasSeen?.(dataSet.rows[row]!.patient))
  const [seen, rows] = [all.filter(isSeen), all.filter((row) => !isSeen(row))]
  if (rows.length > 0) return { seen, rows }
  throw new StokesError(
    'dataset.tooSmall',
    `All ${patientsOf(dataSet, seen)} patients of ${dataSet.name} had a part in making ${models.map(({ name }) => name).join(' or ')}.`,
    { tip: 'Evaluate on patients that it has not seen.' },
  )
}

export function patientsOf({ rows }: DataSet, chosen: readonly number[]): number {
  return new Set(chosen.map((row) => rows[row]!.patient)).size
}
