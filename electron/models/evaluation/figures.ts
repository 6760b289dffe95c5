import type { FigureName } from '../../contract/evaluation'
import { areaUnderCurve, ascendingOrder } from './areaUnderCurve'
import { averagePrecision } from './averagePrecision'
import { calibrationLine, type CalibrationLine } from './calibrationLine'
import { calibrationBins, calibrationError } from './calibrationError'
import { classFigures } from './classFigures'
import { logit } from './logit'
import { oneVersusRest, probabilitiesEach, saidClasses, type Predictions } from './predictions'

/** NaN where a figure has no value: a class that is missing, a denominator of 0. */
export type Figures = Record<FigureName, number>
export type FigureIntervals = Record<FigureName, [number, number]>

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Makes ready the figures of a model at an operating point, to be worked out for any resample.
 *
 * Of more than two classes: `auc`, `averagePrecision`, `sensitivity`, `specificity`, `ppv` and `npv` are means over the
 * classes, each against the rest; `f1` always is. `brier` is the mean squared error of the second class's probability,
 * of more classes the sum over them. The calibration line is of two classes alone.
 *
 * @param threshold of two classes: the second at or above it, that of all or of each spectrum
 * @returns given how often each spectrum counts, the figures
 */
export function prepareFigures(
  predictions: Predictions,
  threshold: number | ArrayLike<number>,
): (counts: ArrayLike<number>) => Figures {
  const questions = oneVersusRest(predictions).map((question) => ({
    ...question,
    order: ascendingOrder(question.scores),
  }))
  const said = saidClasses(predictions, threshold)
  const bins = calibrationBins(predictions)
  const errors = squaredErrors(predictions)
  const lineOf = prepareLine(predictions)
  return (counts) => {
    const { slope, intercept } = lineOf(counts)
    return {
      ...classFigures(predictions.targets, said, predictions.classes.length, counts),
      auc: mean(
        questions.map(({ scores, targets, order }) => areaUnderCurve(scores, targets, order, counts)),
      ),
      averagePrecision: mean(
        questions.map(({ scores, targets, order }) => averagePrecision(scores, targets, order, counts)),
      ),
      brier: weightedMean(errors, counts),
      ece: calibrationError(bins, counts),
      calibrationSlope: slope,
      calibrationIntercept: intercept,
    }
  }
}

function prepareLine(predictions: Predictions): (counts: ArrayLike<number>) => CalibrationLine {
  const none = () => ({ slope: NaN, intercept: NaN })
  if (probabilitiesEach(predictions) > 1) return none
  const { probabilities, targets } = predictions
  const logits = Float64Array.from(probabilities, (probability) => logit(probability))
  const whole = calibrationLine(logits, targets, new Uint8Array(logits.length).fill(1))
  // Where the classes are apart, they are apart in every resample. Elsewhere its line is near that of the whole.
  return Number.isNaN(whole.slope) ? none : (counts) => calibrationLine(logits, targets, counts, whole)
}

function squaredErrors(predictions: Predictions): Float64Array {
  const { probabilities, targets } = predictions
  const each = probabilitiesEach(predictions)
  return Float64Array.from({ length: targets.length }, (_, row) => {
    if (each === 1) return (probabilities[row]! - targets[row]!) ** 2
    let sum = 0
    for (let index = 0; index < each; index++)
      sum += (probabilities[row * each + index]! - Number(targets[row] === index)) ** 2
    return sum
  })
}

function weightedMean(values: Float64Array, counts: ArrayLike<number>): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < values.length; i++) {
    sum += counts[i]! * values[i]!
    count += counts[i]!
  }
  return sum / count
}
