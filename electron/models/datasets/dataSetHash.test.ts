import { describe, expect, test } from 'vitest'
import type { DataSet } from './dataSet'
import { dataSetHash } from './dataSetHash'
import { aDataSet } from './fixtures'

const given = aDataSet()

describe('dataSetHash', () => {
  test('is that of the content: a copy has it, whatever its name, its keys or what its arrays are part of', () => {
    const padded = new Float64Array(given.spectra.length + 3)
    padded.set(given.spectra, 2)
    const copy: DataSet = {
      ...structuredClone(given),
      name: 'another',
      spectra: padded.subarray(2, -1),
      rows: given.rows.map((row) => Object.fromEntries(Object.entries(row).reverse()) as typeof row),
    }
    expect(dataSetHash(given)).toMatch(/^[0-9a-f]{64}$/)
    expect(dataSetHash(copy)).toBe(dataSetHash(given))
  })

  const changedRow = (changes: object) => ({
    rows: given.rows.map((row, index) => (index === 7 ? { ...row, ...changes } : row)),
  })
  const swapped = given.spectra.slice()
  swapped[5] = given.spectra[5]! + 2 ** -50
  test.each<[string, Partial<DataSet>]>([
    ['the last digit of one value', { spectra: swapped }],
    ['a wavenumber', { axis: given.axis.map((wavenumber, point) => wavenumber + (point === 3 ? 1e-9 : 0)) }],
    ['a label', changedRow({ label: 0 })],
    ['a patient', changedRow({ patient: 'P0' })],
    ['a date', changedRow({ takenAt: '2026-01-01' })],
    ['the axis variant', changedRow({ axisVariant: 'a' })],
    ['the order of the rows', { rows: given.rows.toReversed() }],
    ['the origin', { origin: 'replayed' }],
    ['the classes', { classes: ['malignant', 'benign'] }],
    ['whether patients are known', { patientsKnown: false }],
  ])('changes with %s', (_what, changes) => {
    expect(dataSetHash({ ...given, ...changes })).not.toBe(dataSetHash(given))
  })
})
