import { describe, expect, test } from 'vitest'
import { dataSetHash } from '../datasets/dataSetHash'
import { aDataSet } from '../datasets/fixtures'
import { rowsOfSplit } from './split'
import { splitDataSet } from './splitDataSet'
import { unseenRows } from './unseenRows'
import { visibleRows } from './visibleRows'

const dataSet = aDataSet(100)
const divided = { rows: dataSet.rows, classes: dataSet.classes, hash: dataSetHash(dataSet) }

describe('unseenRows', () => {
  const split = splitDataSet(divided, { seed: 1 })

  test('leaves of the data set that a model learnt from what was held out', () => {
    const { rows, leftOutPatients, leftOutSpectra } = unseenRows(split, dataSet.rows)
    expect(rows).toEqual(rowsOfSplit(split, divided).heldOut)
    expect(leftOutPatients).toBe(80)
    expect(leftOutSpectra).toBe(dataSet.rows.length - rows.length)
  })

  test('leaves out nobody of other patients', () => {
    const others = dataSet.rows.map((row) => ({ ...row, patient: `other ${row.patient}` }))
    expect(unseenRows(split, others)).toMatchObject({ leftOutPatients: 0, rows: [...others.keys()] })
  })
})

test('patients of an external test set are not seen by a run, and so are in no part of a split', () => {
  const hidden = [...Array(10).keys()].map((n) => `P${n}`)
  const visible = visibleRows(dataSet.rows, hidden).map((row) => dataSet.rows[row]!)
  expect(new Set(visible.map(({ patient }) => patient)).size).toBe(90)
  const split = splitDataSet({ ...divided, rows: visible }, { seed: 1 })
  const parts = Object.values(rowsOfSplit(split, divided)).flat()
  expect(parts).toHaveLength(visible.length)
  expect(parts.some((row) => hidden.includes(dataSet.rows[row]!.patient))).toBe(false)
})
