/**
 * Median of the slopes between all pairs of points, which a third of them far off the line does not move; NaN for fewer than
 * two points.
 *
 * @param points [x, y], no two with the same x
 * @see https://doi.org/10.1080/01621459.1968.10480934
 */
export function theilSenSlope(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes = Float64Array.from(
    points.flatMap(([x, y], i) => points.slice(i + 1).map(([laterX, laterY]) => (laterY - y) / (laterX - x))),
  ).sort()
  const middle = (slopes.length - 1) / 2
  return ((slopes[Math.floor(middle)] ?? NaN) + (slopes[Math.ceil(middle)] ?? NaN)) / 2
}
