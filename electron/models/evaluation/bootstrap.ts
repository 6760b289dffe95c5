import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

export interface BootstrapOptions {
  seed: number
  /** @default 1000 */
  resamples?: number
}

/**
 * Statistics of resamples of the patients with replacement. All spectra of a drawn patient count together, as spectra
 * of one patient are not independent.
 *
 * @param patients whose each spectrum is
 * @param statistics given how often each spectrum counts, the figures; NaN where a resample has no such figure
 */
export function bootstrapDraws<Name extends string>(
  patients: readonly string[],
  statistics: (counts: Uint16Array) => Record<Name, number>,
  { seed, resamples = 1000 }: BootstrapOptions,
): Record<Name, number>[] {
  const random = xoroshiro128plus(seed)
  const numbers = new Map([...new Set(patients)].map((patient, number) => [patient, number]))
  const patientOf = Uint32Array.from(patients, (patient) => numbers.get(patient)!)
  return Array.from({ length: resamples }, () => {
    const drawn = new Uint16Array(numbers.size)
    for (let draw = 0; draw < drawn.length; draw++) drawn[uniformInt(random, 0, drawn.length - 1)]! += 1
    const counts = new Uint16Array(patientOf.length)
    for (let row = 0; row < counts.length; row++) counts[row] = drawn[patientOf[row]!]!
    return statistics(counts)
  })
}

/** 95 % intervals of statistics by resampling patients; see {@link bootstrapDraws}. */
export function bootstrapIntervals<Name extends string>(
  patients: readonly string[],
  statistics: (counts: Uint16Array) => Record<Name, number>,
  options: BootstrapOptions,
): Record<Name, [number, number]> {
  return intervalsOf(bootstrapDraws(patients, statistics, options))
}

/** The {@link percentileInterval} of each statistic. */
export function intervalsOf<Name extends string>(
  draws: readonly Record<Name, number>[],
): Record<Name, [number, number]> {
  const names = Object.keys(draws[0]!) as Name[]
  const intervals = names.map((name) => [name, percentileInterval(draws.map((draw) => draw[name]))])
  return Object.fromEntries(intervals) as Record<Name, [number, number]>
}

/**
 * The middle 95 % of the draws (Efron and Tibshirani, percentile method). A draw without the figure (a resample of one
 * class has no area under the curve) is left out: the interval is that of resamples in which the figure exists. NaN
 * where that is fewer than half of them, as such an interval would say little of the whole.
 */
export function percentileInterval(draws: readonly number[]): [number, number] {
  const values = draws.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  if (values.length === 0 || values.length < draws.length / 2) return [NaN, NaN]
  return [quantile(values, 0.025), quantile(values, 0.975)]
}

/** Linear between order statistics. */
function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!)
}
