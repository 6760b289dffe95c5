import type { BenchResult } from './report'

/** What was measured again and again, best first. */
export interface Distribution {
  count: number
  best: number
  median: number
  p90: number
  p99: number
  worst: number
}

export function distributionOf(values: readonly number[]): Distribution {
  const sorted = values.toSorted((a, b) => a - b)
  const quantile = (share: number) =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN)
  return {
    count: sorted.length,
    best: quantile(0),
    median: quantile(0.5),
    p90: quantile(0.9),
    p99: quantile(0.99),
    worst: quantile(1),
  }
}

/** A case that nothing else is measured against. */
export function aloneResult(
  name: string,
  { best, median, ...figures }: Distribution,
  unit: string,
  more: Record<string, number> = {},
): BenchResult {
  return {
    case: name,
    ours: { best, median },
    peer: null,
    peerTimes: null,
    ratio: null,
    unit,
    peerAbsent: 'no other program does this',
    figures: { ...figures, ...more },
  }
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
