import { groupBy } from '../../shared/groupBy'
import { probabilitiesEach, type Predictions } from './predictions'

/**
 * One prediction a patient and class: the mean of the probabilities of their spectra. For tests that take predictions
 * as independent. A patient with lesions of two classes still counts twice; such are few.
 */
export function onePerPatient(predictions: Predictions): Predictions {
  const { classes, patients, targets, probabilities } = predictions
  const each = probabilitiesEach(predictions)
  const units = [...groupBy(patients.keys(), (row) => `${targets[row]!} ${patients[row]!}`).values()]
  return {
    classes,
    patients: units.map((rows) => patients[rows[0]!]!),
    targets: units.map((rows) => targets[rows[0]!]!),
    probabilities: units.flatMap((rows) =>
      Array.from(
        { length: each },
        (_, index) => rows.reduce((sum, row) => sum + probabilities[row * each + index]!, 0) / rows.length,
      ),
    ),
  }
}
