import { expect, it } from 'vitest'
import type { ComparedClass } from '../../../electron/contract/overview'
import {
  agreementFigure,
  differenceFigure,
  examplesFigure,
  meansFigure,
  weeksFigure,
} from './overviewFigures'

const grid = [600, 1200, 1800]
const aClass = (changes: Partial<ComparedClass>): ComparedClass => ({
  name: 'melanoma',
  spectra: 2,
  mean: [1, 2, 3],
  sd: [0.5, 0, 1],
  examples: [{ lesionId: 'l', pseudonym: 'P-1', values: [1, 2, 3] }],
  ...changes,
})

it('draws mean and spread, and no spread of a single spectrum', () => {
  const { lines } = meansFigure(grid, [aClass({}), aClass({ name: 'none', spectra: 1, sd: null })])
  expect(lines[0]).toMatchObject({
    name: 'Melanoma (2)',
    band: [
      [0.5, 1.5],
      [2, 2],
      [2, 4],
    ],
  })
  expect(lines[1]).not.toHaveProperty('band')
})

it('names the bands of the literature in the range, apart from one another', () => {
  const marks = meansFigure(grid, [aClass({})]).marks!
  expect(marks.length).toBeGreaterThan(5)
  for (const [index, { x }] of marks.entries()) {
    expect(x).toBeGreaterThanOrEqual(600)
    if (index > 0) expect(x - marks[index - 1]!.x).toBeGreaterThanOrEqual(50)
  }
})

it('takes one mean from the other', () => {
  const figure = differenceFigure(grid, aClass({}), aClass({ name: 'naevus', mean: [1, 1, 1] }))
  expect(figure.lines[0]!.points.map(([, y]) => y)).toEqual([0, 1, 2])
  expect(figure.title).toContain('melanoma less naevus')
})

it('draws no more single spectra than can be told apart', () => {
  const examples = Array.from({ length: 12 }, () => ({ lesionId: 'l', pseudonym: 'P', values: [0, 0, 0] }))
  expect(examplesFigure(grid, [aClass({ examples }), aClass({ examples })]).lines).toHaveLength(12)
})

it('says nothing of agreement where nothing can be held against histopathology', () => {
  expect(agreementFigure([])).toBeNull()
})

it('ends the axis of the weeks at a round number above the most', () => {
  const most = (measurements: number) =>
    weeksFigure({
      origin: 'simulated',
      cases: 1,
      weeks: [{ from: '2026-01-05', measurements, cases: 1 }],
      models: [],
    }).yRange![1]
  expect([0, 1, 4, 192, 1000].map(most)).toEqual([1, 1, 4, 200, 1000])
})
