/** A stretch of a map, by the indices of its first, last and highest point. */
export interface SalientInterval {
  first: number
  last: number
  peak: number
}

export interface SalientIntervalOptions {
  /** Peaks below it, as a share of the highest, are left out. @default 0.2 */
  lowest?: number
  /** @default 10 */
  atMost?: number
}

/**
 * The stretches of a map that stand out, the highest first. A stretch is what lies above half the height of its peak
 * (the full width at half maximum); a peak whose stretch runs into that of a higher one belongs to it.
 *
 * @param map not negative
 */
export function salientIntervals(
  map: Float64Array,
  { lowest = 0.2, atMost = 10 }: SalientIntervalOptions = {},
): SalientInterval[] {
  const height = (index: number) => map[index] ?? 0
  const isPeak = (index: number) => height(index) > height(index - 1) && height(index) >= height(index + 1)
  const peaks = [...map.keys()].filter(isPeak).sort((a, b) => height(b) - height(a))
  const floor = lowest * height(peaks[0] ?? 0)
  const intervals: SalientInterval[] = []
  const owners: (SalientInterval | undefined)[] = Array.from(map, () => undefined)
  for (const peak of peaks) {
    if (height(peak) < floor) break
    const belongs = (index: number) => !owners[index] && height(index) >= height(peak) / 2
    let first = peak
    let last = peak
    while (belongs(first - 1)) first -= 1
    while (belongs(last + 1)) last += 1
    const higher = owners[peak] ?? owners[first - 1] ?? owners[last + 1]
    if (!higher) intervals.push({ first, last, peak })
    const interval = higher ?? intervals.at(-1)!
    interval.first = Math.min(interval.first, first)
    interval.last = Math.max(interval.last, last)
    owners.fill(interval, first, last + 1)
  }
  return intervals.slice(0, atMost)
}
