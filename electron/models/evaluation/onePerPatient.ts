import { probabilitiesEach, type Predictions } from './predictions'

/**
 * One prediction a patient and class: the mean of the probabilities of their spectra. For tests that take predictions
 * as independent. A patient with lesions of two classes still counts twice; such are few.
 */
export function onePerPatient(predictions: Predictions): Predictions {
  const { classes, patients, targets, probabilities } = predictions
  const each = probabilitiesEach(predictions)
  const groups = new Map<string, { patient: string; target: number; rows: number[] }>()
  patients.forEach((patient, row) => {
    const target = targets[row]!
    const key = `${target} ${patient}`
    const group = groups.get(key) ?? { patient, target, rows: [] }
    group.rows.push(row)
    groups.set(key, group)
  })
  const all = [...groups.values()]
  return {
    classes,
    patients: all.map(({ patient }) => patient),
    targets: all.map(({ target }) => target),
    probabilities: all.flatMap(({ rows }) =>
      Array.from(
        { length: each },
        (_, index) => rows.reduce((sum, row) => sum + probabilities[row * each + index]!, 0) / rows.length,
      ),
    ),
  }
}
