export interface ControlChartOptions {
  /** Weight of the newest value. @default 0.2 */
  lambda?: number
  /** Standard deviations of the mean that it may be away. @default 3 */
  width?: number
  /** The first so many values say what is usual. @default 10 */
  baseline?: number
  /** With fewer values nothing is usual yet. @default 5 */
  least?: number
  /** Spread below which a difference says nothing, in the unit of the values. @default 0 */
  leastSigma?: number
}

export interface ControlPoint {
  /** Exponentially weighted mean up to this value. */
  ewma: number
  lower: number
  upper: number
  outside: boolean
}

export interface ControlChart {
  centre: number
  sigma: number
  /** One a value, in order. */
  points: ControlPoint[]
}

/** Mean of the range of two values of a normal distribution, in standard deviations. */
const D2 = 1.128

/**
 * A control chart of the exponentially weighted moving average, which sees a slow drift that no single value shows: S. W.
 * Roberts, Technometrics 1 (1959) 239, 10.1080/00401706.1959.10489860; NIST/SEMATECH e-Handbook of Statistical Methods,
 * 6.3.2.4, with the limits of the first values narrower as the variance of the mean is. The standard deviation is that of
 * the moving ranges (6.3.2.2), which a drift within the baseline does not widen.
 *
 * @param values in the order in which they were measured
 * @returns null while there are too few values
 */
export function controlChart(
  values: readonly number[],
  { lambda = 0.2, width = 3, baseline = 10, least = 5, leastSigma = 0 }: ControlChartOptions = {},
): ControlChart | null {
  if (values.length < least) return null
  const usual = values.slice(0, baseline)
  const centre = mean(usual)
  const ranges = usual.slice(1).map((value, index) => Math.abs(value - usual[index]!))
  const sigma = Math.max(leastSigma, mean(ranges) / D2)

  let ewma = centre
  const points = values.map((value, index) => {
    ewma = lambda * value + (1 - lambda) * ewma
    const variance = (lambda / (2 - lambda)) * (1 - (1 - lambda) ** (2 * (index + 1)))
    const distance = width * sigma * Math.sqrt(variance)
    return {
      ewma,
      lower: centre - distance,
      upper: centre + distance,
      outside: Math.abs(ewma - centre) > distance,
    }
  })
  return { centre, sigma, points }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
