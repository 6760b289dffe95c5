import { describe, expect, test } from 'vitest'
import { checkDataSet } from './checkDataSet'
import type { DataSet } from './dataSet'
import { aDataSet } from './fixtures'

const good = aDataSet()
const withValue = (value: number) => good.spectra.map((own, index) => (index === 61 ? value : own))

describe('checkDataSet', () => {
  test('gives back what is right', () => {
    expect(checkDataSet(good)).toBe(good)
  })

  test.each<[string, string, Partial<DataSet>]>([
    ['no spectra', 'dataset.invalid', { rows: [], spectra: new Float64Array(0) }],
    ['spectra of another length', 'dataset.invalid', { spectra: good.spectra.subarray(1) }],
    ['NaN', 'dataset.invalid', { spectra: withValue(NaN) }],
    ['infinity', 'dataset.invalid', { spectra: withValue(-Infinity) }],
    ['an id that is there twice', 'dataset.invalid', { rows: good.rows.map((row) => ({ ...row, id: 'x' })) }],
    ['an unknown label', 'dataset.invalid', { rows: good.rows.map((row) => ({ ...row, label: 2 })) }],
    ['one class', 'dataset.oneClass', { rows: good.rows.map((row) => ({ ...row, label: 1 })) }],
    ['a class without spectra', 'dataset.invalid', { classes: ['benign', 'malignant', 'neither'] }],
    ['an axis that descends', 'axis.notAscending', { axis: good.axis.toReversed() }],
  ])('refuses %s', (_what, code, changes) => {
    expect(() => checkDataSet({ ...good, ...changes })).toThrow(expect.objectContaining({ code }))
  })

  test('names the spectrum and the wavenumber of what is no number', () => {
    expect(() => checkDataSet({ ...good, spectra: withValue(NaN) })).toThrow(
      'test, spectrum 2: the value at 602 cm-1 is NaN.',
    )
  })
})
