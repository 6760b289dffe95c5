import { describe, expect, it } from 'vitest'
import { probabilitiesFigure } from './reprocessFigures'

describe('the figure of probabilities', () => {
  it('has a point for each cell, by how many stand there, and what does not change', () => {
    const figure = probabilitiesFigure({
      cells: 10,
      probabilities: [
        [9, 0, 1],
        [0, 0, 12],
        [1, 1, 9],
      ],
    })
    expect(figure?.lines.map(({ name, points }) => [name, points])).toEqual([
      ['One measurement', [[0.95, 0.05]]],
      ['2 to 9', [[expect.closeTo(0.15), expect.closeTo(0.15)]]],
      ['10 to 99', [[0.05, 0.05]]],
      [
        'No change',
        [
          [0, 0],
          [1, 1],
        ],
      ],
    ])
  })

  it('is none where no probability was computed', () => {
    expect(probabilitiesFigure({ cells: 10, probabilities: [] })).toBeNull()
  })
})
