import type { Experiment } from '../../contract/learning'
import { checkDataSet } from './checkDataSet'
import type { DataSet, DataSetRow } from './dataSet'

/** With the classes that an experiment asks for. @throws as {@link relabel} */
export function labelledAs(dataSet: DataSet, classes: Experiment['classes']): DataSet {
  if (classes === 'withDysplastic') return byDysplasia(dataSet)
  return classes === 'subtypes' ? bySubtype(dataSet) : dataSet
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
