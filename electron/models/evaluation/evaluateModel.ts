import type { EvaluationReport } from '../../contract/evaluation'
import { sureness } from './abstention'
import { bootstrapDraws, bootstrapIntervals, intervalsOf, type BootstrapOptions } from './bootstrap'
import { calibrationErrorByChance } from './calibrationError'
import { caveatsOf } from './caveats'
import { confusionMatrix } from './classFigures'
import { compareModels, type Judged } from './compareModels'
import { curvesOf, thinned } from './curves'
import { prepareFigures } from './figures'
import { intervalsOrNull, metricsOrNull, orNull, pairOrNull } from './nullable'
import { asOneQuestion, type OneQuestion } from './oneQuestion'
import type { OracleBound } from './oracle'
import { requireChosenElsewhere, type OperatingPoint } from './operatingPoint'
import { permutationTest } from './permutationTest'
import { checkPredictions, saidClasses, selectPredictions, type Predictions } from './predictions'
import { predictiveValues, shiftToPrevalence, type SitePrevalence } from './prevalence'
import { riskCoverage } from './riskCoverage'
import { patientsPerClass, subgroups } from './subgroups'

export interface EvaluationTask {
  model: EvaluationReport['model']
  data: EvaluationReport['data']
  /** Calibrated, of patients that the model was not fitted, stopped or calibrated on. */
  predictions: Predictions
  operatingPoint: OperatingPoint
  /** What the metadata-only system says of the same spectra; null where there is none. */
  baseline: Judged | null
  leakage: EvaluationReport['leakage']
  /** Null where the site set none. */
  prevalence: SitePrevalence | null
  /** Outlier score of each spectrum; above 1 it is unlike those of the training. Null where there are none. */
  outlierScores: ArrayLike<number> | null
  oracle?: OracleBound | null
  /** Of two classes (of more those behind them): what is less sure is not answered. */
  leastSureness?: number | null
  /** Of several classes, the two that they are where the model answers. */
  malignancy?: MalignancyTask | null
  seed: number
  /** @default 1000 */
  resamples?: number
}

export interface MalignancyTask extends Pick<EvaluationTask, 'operatingPoint' | 'prevalence' | 'oracle'> {
  question: OneQuestion
}

/**
 * Everything that is to be known of one model on one data set. The same task gives the same report.
 *
 * @throws StokesError `dataset.invalid`, `dataset.oneClass`; `dataset.patientInTwoParts` where the operating point was
 * chosen on a patient of the data
 */
export function evaluateModel(task: EvaluationTask): EvaluationReport {
  const { predictions, operatingPoint, seed, resamples = 1000 } = task
  checkPredictions(predictions)
  requireChosenElsewhere(operatingPoint, predictions.patients)
  const { classes, patients, targets } = predictions
  const { threshold } = operatingPoint
  const binary = classes.length === 2
  const site = binary ? task.prevalence : null

  const figures = prepareFigures(predictions, threshold)
  const atSite = (counts: ArrayLike<number>) => {
    const all = figures(counts)
    const { ppv, npv } = predictiveValues(all, site?.site ?? NaN)
    return { ...all, sitePpv: ppv, siteNpv: npv }
  }
  const whole = atSite(new Uint16Array(patients.length).fill(1))
  const draws = bootstrapDraws(patients, atSite, { seed, resamples })
  const intervals = intervalsOf(draws)
  const permutation = permutationTest(predictions, { seed })
  const perClass = patientsPerClass(predictions)

  const report: Omit<EvaluationReport, 'caveats'> = {
    format: 1,
    model: task.model,
    data: task.data,
    n: patients.length,
    patients: new Set(patients).size,
    classes: classes.map((name, index) => ({
      name,
      spectra: Array.from(targets).filter((target) => target === index).length,
      patients: perClass[index]!,
    })),
    operatingPoint: { threshold: binary ? threshold : null, rule: operatingPoint.rule },
    metrics: metricsOrNull(whole),
    intervals: intervalsOrNull(intervals),
    bootstrap: { seed, resamples, withoutAClass: draws.filter(({ auc }) => Number.isNaN(auc)).length },
    confusion: confusionMatrix(targets, saidClasses(predictions, threshold), classes.length),
    eceByChance: calibrationErrorByChance(predictions, seed),
    baselineMetadataOnly:
      task.baseline && baselineOf(task.baseline, { predictions, threshold }, seed, resamples),
    distinguishable: permutation.distinguishable,
    permutation: { p: permutation.p, alpha: permutation.alpha, permutations: permutation.permutations },
    ...(task.oracle && { oracle: task.oracle }),
    leakage: task.leakage,
    curves: curvesOf(predictions, threshold, site),
    prevalence: site && {
      ...site,
      threshold:
        site.calibratedAt === null ? null : shiftToPrevalence([threshold], site.calibratedAt, site.site)[0]!,
      ppv: orNull(whole.sitePpv),
      ppvInterval: pairOrNull(intervals.sitePpv),
      npv: orNull(whole.siteNpv),
      npvInterval: pairOrNull(intervals.siteNpv),
    },
    subgroups: subgroups(predictions, threshold, { seed, resamples }).map(
      ({ metrics, intervals, ...group }) => ({
        ...group,
        metrics: metricsOrNull(metrics),
        intervals: intervalsOrNull(intervals),
      }),
    ),
    ...(binary &&
      typeof task.leastSureness === 'number' && {
        abstention: abstentionOf(predictions, threshold, task.leastSureness, { seed, resamples }),
      }),
    outOfDistribution: task.outlierScores && outOfDistribution(predictions, threshold, task.outlierScores),
  }
  const two = task.malignancy && asTwoClasses(task, task.malignancy)
  return { ...report, caveats: caveatsOf(report), ...(two && { malignancy: evaluateModel(two) }) }
}

/** Null where all spectra are of one side. */
function asTwoClasses(task: EvaluationTask, { question, ...changes }: MalignancyTask): EvaluationTask | null {
  const predictions = asOneQuestion(task.predictions, question)
  if (new Set(Array.from(predictions.targets)).size < 2) return null
  const baseline = task.baseline && {
    ...task.baseline,
    predictions: asOneQuestion(task.baseline.predictions, question),
  }
  return { ...task, predictions, baseline, ...changes, malignancy: null }
}

function baselineOf(
  baseline: Judged,
  model: Judged,
  seed: number,
  resamples: number,
): EvaluationReport['baselineMetadataOnly'] {
  const { patients } = model.predictions
  const figures = prepareFigures(baseline.predictions, baseline.threshold)
  const whole = figures(new Uint16Array(patients.length).fill(1))
  const { auc } = compareModels(model, baseline, { seed, resamples })
  return {
    metrics: metricsOrNull(whole),
    intervals: intervalsOrNull(bootstrapIntervals(patients, figures, { seed, resamples })),
    aucDifference: { value: orNull(auc.difference), interval: pairOrNull(auc.interval), p: auc.p },
  }
}

function abstentionOf(
  predictions: Predictions,
  threshold: number,
  leastSureness: number,
  options: BootstrapOptions,
): NonNullable<EvaluationReport['abstention']> {
  const sure = sureness(predictions, threshold)
  const rows = [...sure.keys()].filter((row) => sure[row]! >= leastSureness)
  const answered = selectPredictions(predictions, rows)
  const figures = prepareFigures(answered, threshold)
  return {
    leastSureness,
    answered: rows.length / sure.length,
    metrics: metricsOrNull(figures(new Uint16Array(rows.length).fill(1))),
    intervals: intervalsOrNull(bootstrapIntervals(answered.patients, figures, options)),
  }
}

function outOfDistribution(
  predictions: Predictions,
  threshold: number,
  scores: ArrayLike<number>,
): EvaluationReport['outOfDistribution'] {
  const said = saidClasses(predictions, threshold)
  const rows = predictions.patients.map((_, row) => row)
  const familiar = rows.filter((row) => scores[row]! <= 1)
  const right = familiar.filter((row) => said[row] === predictions.targets[row]).length
  const { points } = riskCoverage(
    Float64Array.from(scores, (score) => -score),
    rows.map((row) => Number(said[row] !== predictions.targets[row])),
  )
  return {
    spectra: rows.length - familiar.length,
    share: (rows.length - familiar.length) / rows.length,
    accuracyOfFamiliar: orNull(right / familiar.length),
    riskCoverage: thinned(points.map(({ coverage, risk }) => [coverage, risk])),
  }
}
