import { describe, expect, test } from 'vitest'
import { dataSetHash } from '../datasets/dataSetHash'
import { aDataSet } from '../datasets/fixtures'
import { externalTestSetSchema, freezeExternalTestSet, lookAt, visibleRows } from './externalTestSet'
import { rowsOfSplit } from './split'
import { splitDataSet } from './splitDataSet'
import { unseenRows } from './unseenRows'

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

describe('an external test set', () => {
  const external = freezeExternalTestSet(aDataSet(10), '2026-11-23T12:00:00.000Z')
  const look = { at: '2026-11-24T12:00:00.000Z', by: 'Ada', modelHash: 'abc' }

  test('is not seen by a run, and so no split has it', () => {
    const visible = visibleRows(dataSet.rows, [external]).map((row) => dataSet.rows[row]!)
    expect(new Set(visible.map(({ patient }) => patient)).size).toBe(90)
    const split = splitDataSet({ ...divided, rows: visible }, { seed: 1 })
    const parts = Object.values(rowsOfSplit(split, divided)).flat()
    expect(parts).toHaveLength(visible.length)
  })

  test('counts each look, and survives being stored', () => {
    const twice = lookAt(lookAt(external, aDataSet(10), look), aDataSet(10), { ...look, modelHash: 'def' })
    expect(twice.looks.map(({ modelHash }) => modelHash)).toEqual(['abc', 'def'])
    expect(external.looks).toEqual([])
    expect(externalTestSetSchema.parse(JSON.parse(JSON.stringify(twice)))).toEqual(twice)
  })

  test('refuses another data set', () => {
    expect(() => lookAt(external, aDataSet(11), look)).toThrow(
      expect.objectContaining({ code: 'dataset.changed' }),
    )
  })
})
