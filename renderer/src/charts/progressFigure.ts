import type { ProgressPoint } from '../../../electron/contract/learning'
import type { Figure, FigureLine } from './figure'

const axisNames: Record<string, string> = { epoch: 'Epoch', generation: 'Generation', fold: 'Fold' }

/** How a run goes: what it is fitted to and what it is watched on, step by step; null where no stage tells either. */
export function progressFigure(progress: readonly ProgressPoint[]): Figure | null {
  const told = progress.filter(({ loss, watchedLoss }) => loss !== null || watchedLoss !== null)
  const stage = told.at(-1)?.stage
  if (stage === undefined) return null
  const points = told.filter((point) => point.stage === stage)
  const line = (name: string, value: (point: ProgressPoint) => number | null): FigureLine[] => {
    const drawn = points.flatMap((point): [number, number][] => {
      const y = value(point)
      return y === null ? [] : [[point.step, y]]
    })
    return drawn.length > 0 ? [{ name, points: drawn, dots: drawn.length < 3 }] : []
  }
  return {
    title: 'Course',
    x: axisNames[stage] ?? stage,
    y: 'Loss',
    lines: [
      ...line('Loss on the fitted part', ({ loss }) => loss),
      ...line('Watched loss', ({ watchedLoss }) => watchedLoss),
    ],
    countsX: true,
    xRange: [Math.min(1, points[0]!.step), Math.max(2, points.at(-1)!.step)],
  }
}
