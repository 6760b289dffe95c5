import { StokesError } from '../../contract/errors'

/** What a model said of spectra, and what they are; all columns in one order. */
export interface Predictions {
  /** Of two, the second is the one to find. */
  classes: readonly string[]
  /** Whose each spectrum is. */
  patients: readonly string[]
  /** Indices in `classes`. */
  targets: ArrayLike<number>
  /** Of two classes that of the second, one a spectrum; of more, one a class, spectrum after spectrum. */
  probabilities: ArrayLike<number>
  /** Columns by which results are told apart (skin type, site, class); null where it is not known. */
  groups?: Readonly<Record<string, readonly (string | null)[]>>
}

/** Probabilities of one spectrum. */
export function probabilitiesEach({ classes }: Predictions): number {
  return classes.length === 2 ? 1 : classes.length
}

/** One class against all others. */
export interface OneVersusRest {
  name: string
  /** Probabilities of the class. */
  scores: ArrayLike<number>
  /** 1 of the class, 0 of any other. */
  targets: Uint8Array
}

/** Two classes are one question, that for the second; more are one question a class. */
export function oneVersusRest(predictions: Predictions): OneVersusRest[] {
  const { classes, targets, probabilities } = predictions
  const each = probabilitiesEach(predictions)
  const against = (index: number) =>
    Uint8Array.from({ length: targets.length }, (_, row) => Number(targets[row] === index))
  if (each === 1) return [{ name: classes[1]!, scores: probabilities, targets: against(1) }]
  return classes.map((name, index) => ({
    name,
    scores: Float64Array.from({ length: targets.length }, (_, row) => probabilities[row * each + index]!),
    targets: against(index),
  }))
}

/**
 * The class that is said of each spectrum.
 *
 * @param threshold of two classes: the second at or above it, that of all or of each spectrum; of more the most probable
 * is said, whatever it is
 */
export function saidClasses(predictions: Predictions, threshold: number | ArrayLike<number>): Uint8Array {
  const { probabilities, targets } = predictions
  const each = probabilitiesEach(predictions)
  return Uint8Array.from({ length: targets.length }, (_, row) => {
    if (each === 1)
      return Number(probabilities[row]! >= (typeof threshold === 'number' ? threshold : threshold[row]!))
    let best = 0
    for (let index = 1; index < each; index++)
      if (probabilities[row * each + index]! > probabilities[row * each + best]!) best = index
    return best
  })
}

/** The predictions of some spectra, in this order. */
export function selectPredictions(predictions: Predictions, rows: readonly number[]): Predictions {
  const { classes, patients, targets, probabilities, groups } = predictions
  const each = probabilitiesEach(predictions)
  return {
    classes,
    patients: rows.map((row) => patients[row]!),
    targets: rows.map((row) => targets[row]!),
    probabilities: rows.flatMap((row) =>
      Array.from({ length: each }, (_, index) => probabilities[row * each + index]!),
    ),
    ...(groups && {
      groups: Object.fromEntries(
        Object.entries(groups).map(([name, column]) => [name, rows.map((row) => column[row]!)]),
      ),
    }),
  }
}

/**
 * Predictions of which figures can be given.
 *
 * @throws StokesError `dataset.invalid` where columns do not fit together or a number is none; `dataset.oneClass`
 */
export function checkPredictions(predictions: Predictions): void {
  const { classes, patients, targets, probabilities, groups = {} } = predictions
  const each = probabilitiesEach(predictions)
  const columns = { targets, ...groups }
  for (const [name, column] of Object.entries(columns))
    if (column.length !== patients.length)
      throw new StokesError(
        'dataset.invalid',
        `${patients.length} spectra have ${column.length} values in ${name}.`,
      )
  if (probabilities.length !== patients.length * each)
    throw new StokesError(
      'dataset.invalid',
      `${patients.length} spectra of ${classes.length} classes have ${probabilities.length} probabilities, not ${patients.length * each}.`,
    )
  const wrong = Array.from(probabilities).findIndex((value) => !(value >= 0 && value <= 1))
  if (wrong >= 0)
    throw new StokesError(
      'dataset.invalid',
      `The probability of spectrum ${Math.floor(wrong / each) + 1} is ${probabilities[wrong]!}, not between 0 and 1.`,
    )
  const unknown = Array.from(targets).find((target) => classes[target] === undefined)
  if (unknown !== undefined)
    throw new StokesError(
      'dataset.invalid',
      `A spectrum is of class ${unknown}; there are ${classes.length}.`,
    )
  if (new Set(Array.from(targets)).size < 2)
    throw new StokesError(
      'dataset.oneClass',
      patients.length === 0
        ? 'There are no spectra to evaluate on.'
        : `All ${patients.length} spectra are ${classes[targets[0]!]!}: figures need two classes.`,
      { tip: 'Evaluate on cases of both classes.' },
    )
}
