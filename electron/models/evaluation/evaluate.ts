import type { Figures } from '../registry/manifest'
import { areaUnderCurve, ascendingOrder } from './areaUnderCurve'
import { bootstrapIntervals } from './bootstrap'

/** Spectra with what they are and what was said of them, in the same order. */
export interface Evaluated {
  patients: readonly string[]
  /** 1 malignant, 0 benign. */
  targets: ArrayLike<number>
  /** Of malignancy. */
  probabilities: ArrayLike<number>
  /** Scores of the upper bound, where there is one. */
  oracleScores?: ArrayLike<number> | undefined
}

/** Figures of a model at an operating point, with intervals from a thousand resamples by patient. */
export function evaluate(
  { patients, targets, probabilities, oracleScores }: Evaluated,
  threshold: number,
  seed: number,
): Figures {
  const order = ascendingOrder(probabilities)
  const statistics = (counts: ArrayLike<number>) => ({
    auc: areaUnderCurve(probabilities, targets, order, counts),
    ...atThreshold(targets, probabilities, threshold, counts),
  })
  const once = new Uint16Array(patients.length).fill(1)
  const { auc, sensitivity, specificity, accuracy } = statistics(once)
  const intervals = bootstrapIntervals(patients, statistics, { seed })
  const malignant = new Set(patients.filter((_, index) => targets[index] === 1))
  return {
    patients: new Set(patients).size,
    malignant: malignant.size,
    auc,
    aucInterval: intervals.auc,
    sensitivity,
    sensitivityInterval: intervals.sensitivity,
    specificity,
    specificityInterval: intervals.specificity,
    accuracy,
    accuracyInterval: intervals.accuracy,
    oracleAuc: oracleScores ? areaUnderCurve(oracleScores, targets) : null,
  }
}

/** Shares of the malignant, of the benign and of all that are called what they are. */
function atThreshold(
  targets: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
  counts: ArrayLike<number>,
): { sensitivity: number; specificity: number; accuracy: number } {
  const total = [0, 0]
  const right = [0, 0]
  for (let index = 0; index < targets.length; index++) {
    const target = targets[index]!
    const said = probabilities[index]! >= threshold ? 1 : 0
    total[target]! += counts[index]!
    if (said === target) right[target]! += counts[index]!
  }
  const [benign, malignant] = total as [number, number]
  const [trueNegative, truePositive] = right as [number, number]
  return {
    sensitivity: truePositive / malignant,
    specificity: trueNegative / benign,
    accuracy: (truePositive + trueNegative) / (malignant + benign),
  }
}
