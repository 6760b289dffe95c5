interface Point {
  x: number
  y: number
}

/** Share of the points that are right. With the median's half, the lines of one half of a detector could outvote the other. */
const RIGHT = 0.75
/** Within which so many of a normal distribution are, in standard deviations. */
const QUANTILE = 1.15

/**
 * Tells points that lie on one polynomial from those that do not, up to a quarter of them: of all polynomials through as many
 * points as they have coefficients, the one from which three quarters of all points are least far off. Rousseeuw's least
 * median of squares with another quantile, J. Am. Stat. Assoc. 1984, 79, 871, doi:10.1080/01621459.1984.10477105.
 *
 * @param points more than order + 1, no x twice; above 20 the polynomials go through the first 20
 * @param scatter standard deviation in y that a point on the polynomial has at least
 * @returns one a point: whether it is within three robust standard deviations
 */
export function leastQuantile(points: readonly Point[], order: number, scatter: number): boolean[] {
  let least = Infinity
  let best: Float64Array = new Float64Array(points.length)
  for (const chosen of choices(points.slice(0, 20), order + 1)) {
    const valueAt = interpolating(chosen)
    const off = Float64Array.from(points, ({ x, y }) => Math.abs(y - valueAt(x)))
    const reach = off.slice().sort()[Math.ceil(RIGHT * off.length) - 1]!
    // Two points at one place make no polynomial, and no number.
    if (!(reach < least)) continue
    least = reach
    best = off
  }
  const spread = (least / QUANTILE) * (1 + 5 / (points.length - order - 1))
  return Array.from(best, (off) => off <= 3 * Math.max(spread, scatter))
}

function* choices<Item>(items: readonly Item[], count: number, from = 0): Generator<Item[]> {
  if (count === 0) {
    yield []
    return
  }
  for (let i = from; i <= items.length - count; i++)
    for (const rest of choices(items, count - 1, i + 1)) yield [items[i]!, ...rest]
}

/** Newton's form of the polynomial through the points. */
function interpolating(points: readonly Point[]): (x: number) => number {
  const divided = points.map(({ y }) => y)
  for (let order = 1; order < points.length; order++)
    for (let i = points.length - 1; i >= order; i--)
      divided[i] = (divided[i]! - divided[i - 1]!) / (points[i]!.x - points[i - order]!.x)
  return (x) => divided.reduceRight((sum, value, i) => sum * (x - points[i]!.x) + value, 0)
}
