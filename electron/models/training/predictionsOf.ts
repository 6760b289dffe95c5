import type { Predictions } from '../evaluation/predictions'
import type { Examples } from './trainer'

/** What was said of examples, with all by which results are told apart. */
export function predictionsOf(
  { rows }: Pick<Examples, 'rows'>,
  classes: readonly string[],
  probabilities: ArrayLike<number>,
): Predictions {
  return {
    classes,
    patients: rows.map(({ patient }) => patient),
    targets: rows.map(({ label }) => label),
    probabilities,
    groups: {
      skinType: rows.map(({ skinType }) => (skinType === null ? null : String(skinType))),
      bodySite: rows.map(({ bodySite }) => bodySite),
      lesionClass: rows.map(({ lesionClass }) => lesionClass),
      instrument: rows.map(({ instrument }) => instrument),
    },
  }
}
