import { StokesError } from '../../contract/errors'
import { figureNames, type FigureName } from '../../contract/evaluation'
import { bootstrapDraws, percentileInterval, type BootstrapOptions } from './bootstrap'
import { prepareFigures } from './figures'
import type { Predictions } from './predictions'

/** Predictions of a model at its operating point. */
export interface Judged {
  predictions: Predictions
  threshold: number
}

export interface PairedDifference {
  /** Of the first model's figure less the second's; NaN where either has none. */
  difference: number
  interval: [number, number]
  /** Two-sided: twice the share of resamples on the other side of 0, at least 2 / (resamples + 1). */
  p: number
}

/**
 * Differences of two models on the same spectra, each resample of the patients drawn for both: what is hard for both
 * cancels, so that the interval of the difference is narrower than those of the figures.
 *
 * @throws StokesError `dataset.invalid` where they were not evaluated on the same spectra
 */
export function compareModels(
  first: Judged,
  second: Judged,
  options: BootstrapOptions,
): Record<FigureName, PairedDifference> {
  requireSameSpectra(first.predictions, second.predictions)
  const figuresOf = [first, second].map(({ predictions, threshold }) =>
    prepareFigures(predictions, threshold),
  )
  const differences = (counts: ArrayLike<number>) => {
    const [a, b] = figuresOf.map((figures) => figures(counts))
    return Object.fromEntries(figureNames.map((name) => [name, a![name] - b![name]])) as Record<
      FigureName,
      number
    >
  }
  const { patients } = first.predictions
  const whole = differences(new Uint16Array(patients.length).fill(1))
  const draws = bootstrapDraws(patients, differences, options)
  const compared = figureNames.map((name): [FigureName, PairedDifference] => {
    const values = draws.map((draw) => draw[name]).filter((value) => !Number.isNaN(value))
    const share = (side: (value: number) => boolean) => (values.filter(side).length + 1) / (values.length + 1)
    const p = Math.min(
      1,
      2 *
        Math.min(
          share((value) => value <= 0),
          share((value) => value >= 0),
        ),
    )
    return [
      name,
      { difference: whole[name], interval: percentileInterval(draws.map((draw) => draw[name])), p },
    ]
  })
  return Object.fromEntries(compared) as Record<FigureName, PairedDifference>
}

/** @throws StokesError `dataset.invalid` */
export function requireSameSpectra(first: Predictions, second: Predictions): void {
  const count = first.patients.length
  const same =
    second.patients.length === count &&
    first.classes.length === second.classes.length &&
    first.patients.every(
      (patient, row) => second.patients[row] === patient && first.targets[row] === second.targets[row],
    )
  if (same) return
  throw new StokesError(
    'dataset.invalid',
    `The models were not evaluated on the same spectra (${count} and ${second.patients.length}).`,
    { tip: 'Evaluate both on the same data set, then compare.' },
  )
}
