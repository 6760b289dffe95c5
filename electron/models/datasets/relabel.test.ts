import { expect, test } from 'vitest'
import { aDataSet, aRow } from './fixtures'
import { byDysplasia, bySubtype, questionBehind } from './relabel'

const lesions = ['melanoma', 'naevus', 'dysplasticNaevus', 'dysplastic-naevus', 'basalCellCarcinoma']
const given = aDataSet(0, {
  spectra: new Float64Array(lesions.length * 60),
  rows: lesions.map((lesionClass, n) =>
    aRow({ id: String(n), patient: String(n), lesionClass, label: n % 4 === 0 ? 1 : 0 }),
  ),
})

test('dysplastic naevi are a class of their own, however they are written', () => {
  const { classes, rows } = byDysplasia(given)
  expect(rows.map(({ label }) => classes[label])).toEqual([
    'malignant',
    'benign',
    'dysplastic',
    'dysplastic',
    'malignant',
  ])
})

test('subtypes are those that are there, the benign first', () => {
  const { classes, rows } = bySubtype(given)
  expect(classes).toEqual([
    'dysplastic-naevus',
    'dysplasticNaevus',
    'naevus',
    'basalCellCarcinoma',
    'melanoma',
  ])
  expect(rows.map(({ label }) => classes[label])).toEqual(lesions)
})

test('behind several classes is what the data set asks', () => {
  expect(questionBehind(given, given)).toBeNull()
  expect(questionBehind(given, bySubtype(given))).toEqual({
    classes: ['benign', 'malignant'],
    positive: [3, 4],
  })
  const three = byDysplasia(given)
  expect(questionBehind(given, three)).toEqual({ classes: ['benign', 'malignant'], positive: [2] })
  expect(questionBehind(three, three)).toEqual({ classes: ['benign', 'malignant'], positive: [2] })
  const others = { ...three, classes: ['a', 'b', 'c'] }
  expect(questionBehind(others, others)).toEqual({ classes: ['not c', 'c'], positive: [2] })
})

test('a class without spectra is refused', () => {
  const none = { ...given, rows: given.rows.map((row) => ({ ...row, lesionClass: 'naevus' })) }
  expect(() => byDysplasia(none)).toThrow(expect.objectContaining({ code: 'dataset.invalid' }))
  expect(() => bySubtype(none)).toThrow(expect.objectContaining({ code: 'dataset.oneClass' }))
})
