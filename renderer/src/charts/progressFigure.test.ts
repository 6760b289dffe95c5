import { describe, expect, it } from 'vitest'
import type { ProgressPoint } from '../../../electron/contract/learning'
import { progressFigure } from './progressFigure'

const at = (stage: string, step: number, loss: number | null, watchedLoss: number | null): ProgressPoint => ({
  stage,
  step,
  steps: 100,
  loss,
  watchedLoss,
  at: '2026-01-02T03:04:05Z',
})

describe('progressFigure', () => {
  it('draws both losses of the stage that was last', () => {
    const figure = progressFigure([
      at('preprocessing', 80, null, null),
      at('epoch', 1, 0.7, 0.69),
      at('epoch', 2, 0.6, 0.66),
      at('evaluation', 1, null, null),
    ])!
    expect(figure.x).toBe('Epoch')
    expect(figure.lines.map(({ name, points }) => [name, points])).toEqual([
      [
        'Loss on the fitted part',
        [
          [1, 0.7],
          [2, 0.6],
        ],
      ],
      [
        'Watched loss',
        [
          [1, 0.69],
          [2, 0.66],
        ],
      ],
    ])
  })

  it('leaves out what a stage does not tell', () => {
    const figure = progressFigure([at('generation', 1, null, 0.2)])!
    expect(figure.lines.map(({ name }) => name)).toEqual(['Watched loss'])
    expect(progressFigure([at('preprocessing', 1, null, null)])).toBeNull()
    expect(progressFigure([])).toBeNull()
  })
})
