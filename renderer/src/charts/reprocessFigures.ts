import type { ReprocessingOutcome } from '../../../electron/contract/reprocessing'
import type { Figure, FigureLine } from './figure'

/** A point stands for so many measurements: at least the first, less than the second. */
const sizes = [
  { name: 'One measurement', from: 1, to: 2 },
  { name: '2 to 9', from: 2, to: 10 },
  { name: '10 to 99', from: 10, to: 100 },
  { name: '100 and more', from: 100, to: Infinity },
] as const

/** Each stored probability against the new one; null where no measurement has both. */
export function probabilitiesFigure({
  cells,
  probabilities,
}: Pick<ReprocessingOutcome, 'cells' | 'probabilities'>): Figure | null {
  if (probabilities.length === 0) return null
  const centre = (cell: number) => (cell + 0.5) / cells
  const lines = sizes.flatMap(({ name, from, to }): FigureLine[] => {
    const points = probabilities
      .filter(([, , count]) => count >= from && count < to)
      .map(([stored, again]) => [centre(stored), centre(again)] as const)
      .sort(([a], [b]) => a - b)
    return points.length === 0 ? [] : [{ name, points, apart: true }]
  })
  const same: FigureLine = {
    name: 'No change',
    points: [
      [0, 0],
      [1, 1],
    ],
    reference: true,
  }
  return {
    title: 'Probability of malignancy, then and now',
    x: 'Stored',
    y: 'Computed again',
    lines: [...lines, same],
    xRange: [0, 1],
    yRange: [0, 1],
  }
}
