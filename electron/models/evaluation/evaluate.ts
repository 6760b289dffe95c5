import type { Figures } from '../registry/manifest'
import { areaUnderCurve, ascendingOrder } from './areaUnderCurve'
import { bootstrapIntervals } from './bootstrap'
import { classFigures } from './classFigures'
import { statedFigures } from './statedFigures'

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
  const said = Uint8Array.from(probabilities, (probability) => Number(probability >= threshold))
  const statistics = (counts: ArrayLike<number>) => ({
    auc: areaUnderCurve(probabilities, targets, order, counts),
    ...classFigures(targets, said, 2, counts),
  })
  const malignant = new Set(patients.filter((_, index) => targets[index] === 1)).size
  return statedFigures(
    { patients: new Set(patients).size, malignant },
    statistics(new Uint16Array(patients.length).fill(1)),
    bootstrapIntervals(patients, statistics, { seed }),
    oracleScores ? areaUnderCurve(oracleScores, targets) : null,
  )!
}
