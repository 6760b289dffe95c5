import { ascendingOrder } from './areaUnderCurve'

export interface RiskCoveragePoint {
  /** Share of the spectra that are answered, the surest first. */
  coverage: number
  /** Share of errors among them. */
  risk: number
}

/**
 * What abstaining buys: the share of errors among the answered spectra against the share that is answered (El-Yaniv and
 * Wiener, jmlr.org/papers/v11/el-yaniv10a.html). Spectra of equal sureness are answered together.
 *
 * @param sureness any order of answers: distance from the operating point, or how familiar the spectrum is
 * @param wrong 1 where what is said is not what it is
 * @returns ascending in coverage; `area` under it, which is low where errors are among the last that are answered
 */
export function riskCoverage(
  sureness: ArrayLike<number>,
  wrong: ArrayLike<number>,
): { points: RiskCoveragePoint[]; area: number } {
  const order = ascendingOrder(sureness).reverse()
  const points: RiskCoveragePoint[] = []
  let errors = 0
  let area = 0
  let covered = 0
  for (let i = 0; i < order.length; i++) {
    errors += wrong[order[i]!]!
    if (i + 1 < order.length && sureness[order[i + 1]!] === sureness[order[i]!]) continue
    const point = { coverage: (i + 1) / order.length, risk: errors / (i + 1) }
    area += (point.coverage - covered) * point.risk
    covered = point.coverage
    points.push(point)
  }
  return { points, area }
}
