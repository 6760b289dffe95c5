import { groupBy } from '../../shared/groupBy'
import { bootstrapIntervals, type BootstrapOptions } from './bootstrap'
import { prepareFigures, type FigureIntervals, type Figures } from './figures'
import { selectPredictions, type Predictions } from './predictions'

/** With fewer patients one of them moves a share by more than a tenth. */
const ENOUGH_PATIENTS = 10
const NOT_KNOWN = 'not recorded'

export interface Subgroup {
  by: string
  group: string
  n: number
  patients: number
  /** Patients of each class. */
  perClass: number[]
  /** A class that is in the group has fewer than ten patients in it. */
  tooFew: boolean
  metrics: Figures
  intervals: FigureIntervals
}

/**
 * Figures in each group of each column. A group that is of one class (a kind of lesion) has those figures that one
 * class has: sensitivity or specificity, and accuracy.
 */
export function subgroups(
  predictions: Predictions,
  threshold: number,
  options: BootstrapOptions,
): Subgroup[] {
  return Object.entries(predictions.groups ?? {}).flatMap(([by, column]) => {
    const rowsOf = groupBy(column.keys(), (row) => column[row] ?? NOT_KNOWN)
    const groups = [...rowsOf].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    return groups.map(([group, rows]) => {
      const inGroup = selectPredictions(predictions, rows)
      const figures = prepareFigures(inGroup, threshold)
      const perClass = patientsPerClass(inGroup)
      return {
        by,
        group,
        n: rows.length,
        patients: new Set(inGroup.patients).size,
        perClass,
        tooFew: perClass.some((count) => count > 0 && count < ENOUGH_PATIENTS),
        metrics: figures(new Uint16Array(rows.length).fill(1)),
        intervals: bootstrapIntervals(inGroup.patients, figures, options),
      }
    })
  })
}

/** How many patients have a spectrum of each class. */
export function patientsPerClass({ classes, patients, targets }: Predictions): number[] {
  return classes.map((_, index) => new Set(patients.filter((_, row) => targets[row] === index)).size)
}
