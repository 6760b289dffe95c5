import { expect, it } from 'vitest'
import type { ComparedClass } from '../../../electron/contract/overview'
import { pickedCsv, pickedDifference, pickedFigure, pickedSpectra } from './pickedFigures'

const grid = [600, 601.5]
const classes: ComparedClass[] = [
  {
    name: 'melanoma',
    spectra: 2,
    mean: [2, 3],
    sd: [1, 0],
    examples: [
      { lesionId: 'a', pseudonym: 'P-1', values: [1, 3] },
      { lesionId: 'b', pseudonym: 'P-1', values: [3, 3] },
    ],
  },
  {
    name: 'none',
    spectra: 1,
    mean: [0, 1],
    sd: null,
    examples: [{ lesionId: 'c', pseudonym: '=1+1', values: [0, 1] }],
  },
]

it('keep the order in which they were picked, and each has a name of its own', () => {
  const spectra = pickedSpectra(classes, ['c', 'a', 'gone', 'b'])
  expect(spectra.map(({ name }) => name)).toEqual([
    '=1+1, no diagnosis',
    'P-1, melanoma',
    'P-1, melanoma (2)',
  ])
  expect(pickedFigure(grid, spectra).lines[2]!.points).toEqual([
    [600, 3],
    [601.5, 3],
  ])
})

it('are taken from one another', () => {
  const [, one, less] = pickedSpectra(classes, ['c', 'a', 'b'])
  expect(pickedDifference(grid, one!, less!).lines[0]!.points.map(([, y]) => y)).toEqual([-2, 0])
})

it('are a table whose names are no formulas', () => {
  const [header, first, second, end] = pickedCsv(
    grid,
    pickedSpectra(classes, ['c', 'a', 'b']),
    classes,
  ).split('\r\n')
  expect(header).toBe(
    `"wavenumber","'=1+1, no diagnosis","P-1, melanoma","P-1, melanoma (2)",` +
      `"mean of Melanoma (2)","sd of Melanoma (2)","mean of No diagnosis (1)"`,
  )
  expect([first, second, end]).toEqual(['600,0,1,3,2,1,0', '601.5,1,3,3,3,0,1', ''])
})
