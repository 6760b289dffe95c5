import { expect, it } from 'vitest'
import type { Visit } from '../../../electron/contract/visits'
import { followUpFigure } from './followUpFigure'

function visit(day: string, probability: number | null, modelHash = 'a'.repeat(64)): Visit {
  return {
    ...{ id: day, day, operatorName: 'Ada', acquisitionIds: [], photoIds: [], notes: [] },
    combined:
      probability === null
        ? null
        : {
            ...{ probability, label: 'benign', threshold: 0.4, spot: 'spot 1', spots: 1, spotsMeasured: 1 },
            ...{ modelName: 'paper-cnn', modelHash },
          },
  }
}
const at = (day: string) => Date.parse(day)

it('is drawn from the second visit with an answer on, in the order of time', () => {
  expect(followUpFigure([visit('2026-03-02', 0.3), visit('2026-01-01', null)])).toBeNull()
  const figure = followUpFigure([
    visit('2026-03-02', 0.3),
    visit('2026-02-01', null),
    visit('2026-01-01', 0.1),
  ])
  expect(figure?.lines).toEqual([
    {
      name: 'paper-cnn',
      points: [
        [at('2026-01-01'), 0.1],
        [at('2026-03-02'), 0.3],
      ],
      dots: true,
    },
    {
      name: 'Threshold of the newest',
      points: [
        [at('2026-01-01'), 0.4],
        [at('2026-03-02'), 0.4],
      ],
      reference: true,
    },
  ])
})

it('joins no two models', () => {
  const figure = followUpFigure([visit('2026-03-02', 0.3, 'b'.repeat(64)), visit('2026-01-01', 0.1)])
  expect(figure?.lines.map(({ name, points }) => [name, points.length])).toEqual([
    ['paper-cnn aaaaaaaa', 1],
    ['paper-cnn bbbbbbbb', 1],
    ['Threshold of the newest', 2],
  ])
})
