import type { Matrix } from 'ml-matrix'
import { dot, rowOf, type DesignMatrix } from './designMatrix'

/**
 * How far to shrink the covariance of centred rows towards a multiple of the identity, 0 to 1 (Ledoit and Wolf,
 * 10.1016/S0047-259X(03)00096-4).
 *
 * @param covariance of the rows (of the population), [columns, columns]
 */
export function ledoitWolf(centred: DesignMatrix, covariance: Matrix): number {
  const { rows, columns } = centred
  const squares = covariance.norm('frobenius') ** 2
  let fourth = 0
  for (let row = 0; row < rows; row++) {
    const example = rowOf(centred, row)
    fourth += dot(example, example) ** 2
  }
  const spread = squares - covariance.trace() ** 2 / columns
  const noise = (fourth / rows - squares) / rows
  return spread > 0 ? Math.min(1, Math.max(0, noise / spread)) : 0
}
