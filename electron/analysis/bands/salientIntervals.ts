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

/** Two peaks are two only if the map between them falls below this share of the lower one. */
const VALLEY = 0.8

/**
 * The stretches of a map that stand out, the highest first. A stretch goes down from its peak on either side to half its
 * height or to where the map rises again; a peak that no real valley parts from a higher one belongs to it.
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
    /** The last point that belongs to the peak on one side, and the interval beyond it if no valley parts the two. */
    const descend = (direction: 1 | -1) => {
      let edge = peak
      let next = peak + direction
      for (
        ;
        next in map && !owners[next] && height(next) >= height(peak) / 2 && height(next) <= height(edge);
        next += direction
      )
        edge = next
      const parted = Math.min(height(edge), height(next)) < VALLEY * height(peak)
      return { edge, neighbour: parted ? undefined : owners[next] }
    }
    const left = descend(-1)
    const right = descend(1)
    const higher = owners[peak] ?? left.neighbour ?? right.neighbour
    if (!higher) intervals.push({ first: left.edge, last: right.edge, peak })
    const interval = higher ?? intervals.at(-1)!
    interval.first = Math.min(interval.first, left.edge)
    interval.last = Math.max(interval.last, right.edge)
    owners.fill(interval, left.edge, right.edge + 1)
  }
  return intervals.slice(0, atMost)
}
