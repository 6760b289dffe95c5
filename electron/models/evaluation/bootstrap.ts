import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

export interface BootstrapOptions {
  seed: number
  /** @default 1000 */
  resamples?: number
}

/**
 * 95 % intervals of statistics by resampling patients with replacement (Efron and Tibshirani, percentile method). All
 * spectra of a drawn patient count together, as spectra of one patient are not independent.
 *
 * @param patients whose each spectrum is
 * @param statistics given how often each spectrum counts, the figures; what is NaN in a resample is left out of it
 */
export function bootstrapIntervals<Name extends string>(
  patients: readonly string[],
  statistics: (counts: Uint16Array) => Record<Name, number>,
  { seed, resamples = 1000 }: BootstrapOptions,
): Record<Name, [number, number]> {
  const random = xoroshiro128plus(seed)
  const numbers = new Map([...new Set(patients)].map((patient, number) => [patient, number]))
  const patientOf = Uint32Array.from(patients, (patient) => numbers.get(patient)!)
  const drawn = Array.from({ length: resamples }, () => {
    const counts = new Uint16Array(numbers.size)
    for (let draw = 0; draw < counts.length; draw++) counts[uniformInt(random, 0, counts.length - 1)]! += 1
    return statistics(Uint16Array.from(patientOf, (patient) => counts[patient]!))
  })
  const interval = (name: Name): [number, number] => {
    const values = drawn.map((figures) => figures[name]).filter((value) => !Number.isNaN(value))
    values.sort((a, b) => a - b)
    return [quantile(values, 0.025), quantile(values, 0.975)]
  }
  const names = Object.keys(drawn[0]!) as Name[]
  return Object.fromEntries(names.map((name) => [name, interval(name)])) as Record<Name, [number, number]>
}

/** Linear between order statistics. */
function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!)
}
