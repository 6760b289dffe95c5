import type { Experiment } from '../../contract/learning'
import { checkDataSet } from './checkDataSet'
import type { OneQuestion } from '../evaluation/oneQuestion'
import type { DataSet, DataSetRow } from './dataSet'

/** With the classes that an experiment asks for. @throws as {@link relabel} */
export function labelledAs(dataSet: DataSet, classes: Experiment['classes']): DataSet {
  if (classes === 'withDysplastic') return byDysplasia(dataSet)
  return classes === 'subtypes' ? bySubtype(dataSet) : dataSet
}

/**
 * The question behind several classes, as a data set that they were made from asks it: what it has as its second class; of more
 * than two, the last is the most dangerous. Null where there are two to tell apart.
 */
export function questionBehind(given: DataSet, { classes, rows }: DataSet): OneQuestion | null {
  if (classes.length === 2) return null
  const last = classes.length - 1
  if (given.classes.length > 2) {
    const dangerous = classes[last]!
    return {
      classes: [dangerous === 'malignant' ? 'benign' : `not ${dangerous}`, dangerous],
      positive: [last],
    }
  }
  const positive = [...classes.keys()].filter((label) =>
    rows.every((row, index) => row.label !== label || given.rows[index]!.label === 1),
  )
  return { classes: [given.classes[0]!, given.classes[1]!], positive }
}

/** The three classes that a pathologist tells apart; the dysplastic stand between the others. */
export function byDysplasia(dataSet: DataSet): DataSet {
  return relabel(dataSet, ['benign', 'dysplastic', 'malignant'], (row, label) =>
    /dysplastic/i.test(row.lesionClass) ? 'dysplastic' : label,
  )
}

/** Each class of lesion that is there, those of the least dangerous label first. */
export function bySubtype(dataSet: DataSet): DataSet {
  const labelOf = new Map(dataSet.rows.map(({ lesionClass, label }) => [lesionClass, label]))
  const classes = [...labelOf].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([name]) => name)
  return relabel(dataSet, classes, ({ lesionClass }) => lesionClass)
}

/**
 * The same spectra with other labels.
 * @throws StokesError `dataset.invalid`, `dataset.oneClass` where a class is left without spectra
 */
function relabel(
  dataSet: DataSet,
  classes: readonly string[],
  classOf: (row: DataSetRow, label: string) => string,
): DataSet {
  const rows = dataSet.rows.map((row) => ({
    ...row,
    label: classes.indexOf(classOf(row, dataSet.classes[row.label]!)),
  }))
  return checkDataSet({ ...dataSet, classes, rows })
}
