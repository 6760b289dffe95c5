import { midranks } from '../evaluation/midranks'

/**
 * Spearman's rank correlation. 0 where one of the two is everywhere the same: there is no order to agree with.
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [first, second] = [a, b].map((values) =>
    midranks(values).map((rank) => rank - (values.length + 1) / 2),
  )
  const product = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0)
  const scale = Math.sqrt(product(first!, first!) * product(second!, second!))
  return scale === 0 ? 0 : product(first!, second!) / scale
}
