import { figureNames } from '../../../contract/evaluation'
import type { Comparison } from '../../../contract/learning'
import { compareModels, type Judged } from '../../../models/evaluation/compareModels'
import { prepareFigures } from '../../../models/evaluation/figures'

const SEED = 1

/** Two models on the same spectra, figure by figure, with paired intervals. @throws StokesError `dataset.invalid` */
export function comparisonOf(first: Judged, second: Judged): Comparison {
  const { patients } = first.predictions
  const once = new Uint8Array(patients.length).fill(1)
  const [ofFirst, ofSecond] = [first, second].map(({ predictions, threshold }) =>
    prepareFigures(predictions, threshold)(once),
  )
  const differences = compareModels(first, second, { seed: SEED })
  const orNull = (value: number) => (Number.isNaN(value) ? null : value)
  return {
    spectra: patients.length,
    patients: new Set(patients).size,
    figures: figureNames.map((figure) => {
      const { difference, interval, p } = differences[figure]
      return {
        figure,
        first: orNull(ofFirst![figure]),
        second: orNull(ofSecond![figure]),
        difference: orNull(difference),
        interval: interval.some(Number.isNaN) ? null : interval,
        p: Number.isNaN(p) ? 1 : p,
      }
    }),
  }
}
