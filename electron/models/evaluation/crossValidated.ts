import { figureNames, type CrossValidationReport, type FigureName } from '../../contract/evaluation'
import { bootstrapDraws, intervalsOf, percentileInterval, type BootstrapOptions } from './bootstrap'
import { prepareFigures, type Figures } from './figures'
import { intervalsOrNull, metricsOrNull, orNull, pairOrNull } from './nullable'
import type { Predictions } from './predictions'

/** All spectra of one repeat, each judged by the model of the folds that it was not in. */
export interface OutOfFold {
  predictions: Predictions
  /** Of each spectrum: the operating point of the model that judged it. */
  thresholds: Float64Array
  /** Of each spectrum, from 0. */
  folds: Uint8Array
}

/**
 * Figures of a system over all patients, with intervals by patient and the spread over the folds.
 *
 * @param repeats of the same spectra in the same order
 * @param baseline what the metadata-only system says in the same folds
 */
export function crossValidated(
  repeats: readonly OutOfFold[],
  baseline: readonly OutOfFold[] | null,
  options: BootstrapOptions,
): CrossValidationReport {
  const { patients } = repeats[0]!.predictions
  const once = new Uint8Array(patients.length).fill(1)
  const count = 1 + Math.max(...repeats[0]!.folds)
  const figures = repeats.map(figuresOf)
  const draws = bootstrapDraws(patients, meanOf(figures), options)
  const metrics = meanOf(figures)(once)
  const ofFolds = repeats.flatMap(({ folds }, repeat) =>
    Array.from({ length: count }, (_, fold) => figures[repeat]!(folds.map((own) => Number(own === fold)))),
  )
  const of = baseline && meanOf(baseline.map(figuresOf))
  // The same seed draws the same patients.
  const baselineDraws = of && bootstrapDraws(patients, of, options)
  return {
    folds: count,
    repeats: repeats.length,
    metrics: metricsOrNull(metrics),
    intervals: intervalsOrNull(intervalsOf(draws)),
    ofRepeats: figures.map((of) => metricsOrNull(of(once))),
    spread: perFigure((name) => spreadOf(ofFolds.map((figure) => figure[name]))),
    baselineMetadataOnly: baselineDraws && {
      metrics: metricsOrNull(of(once)),
      intervals: intervalsOrNull(intervalsOf(baselineDraws)),
      aucDifference: {
        value: orNull(metrics.auc - of(once).auc),
        interval: pairOrNull(
          percentileInterval(draws.map(({ auc }, draw) => auc - baselineDraws[draw]!.auc)),
        ),
      },
    },
  }
}

type FiguresOf = (counts: ArrayLike<number>) => Figures

function figuresOf({ predictions, thresholds }: OutOfFold): FiguresOf {
  return prepareFigures(predictions, thresholds)
}

function meanOf(each: readonly FiguresOf[]): FiguresOf {
  return (counts) => {
    const all = each.map((figures) => figures(counts))
    return perFigure((name) => mean(all.map((figures) => figures[name])))
  }
}

/** Of the folds that have the figure; null where fewer than two do. */
function spreadOf(values: readonly number[]): CrossValidationReport['spread'][FigureName] {
  const known = values.filter((value) => !Number.isNaN(value))
  if (known.length < 2) return null
  const middle = mean(known)
  const variance = known.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (known.length - 1)
  return {
    mean: middle,
    standardDeviation: Math.sqrt(variance),
    least: Math.min(...known),
    most: Math.max(...known),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function perFigure<Value>(valueOf: (name: FigureName) => Value): Record<FigureName, Value> {
  return Object.fromEntries(figureNames.map((name) => [name, valueOf(name)])) as Record<FigureName, Value>
}
