import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { areaUnderCurve, ascendingOrder } from '../evaluation/areaUnderCurve'
import { permuteLabelsByPatient } from '../splits/permuteLabelsByPatient'
import type { DataSet, DataSetRow } from './dataSet'

/** How well something that has nothing to do with a lesion tells its label. */
export interface PredictiveField {
  field: 'date' | 'period' | 'day' | 'instrument' | 'axis'
  /** `auc`: of a class against the others, the one furthest from 0.5. `cramersV`: 0 nothing, 1 everything. */
  measure: 'auc' | 'cramersV'
  value: number
  /** How often labels permuted by patient are told as well. */
  p: number
  suspicious: boolean
}

const PERMUTATIONS = 999
const ALPHA = 0.01
/** Differences that are certain in a large set and matter to nobody. */
const SMALLEST_EFFECT = { auc: 0.05, cramersV: 0.1 } as const
const PERIODS = 10

/**
 * Tests whether the date, the period (tenths of the spectra in the order of time), the day, the instrument or the axis tells
 * the label. A field that all spectra share or nobody knows is not tested. Age, sex, site and skin type are not: they may tell
 * the label rightly, and the baseline that sees them alone is there to say how well.
 */
export function predictiveMetadata({ rows, classes }: DataSet, seed: number): PredictiveField[] {
  const dated = rows.filter(({ takenAt }) => takenAt !== null)
  const times = dated.map(({ takenAt }) => Date.parse(takenAt!))
  const order = ascendingOrder(times)
  const tests: PredictiveField[] = []
  const test = (
    field: PredictiveField['field'],
    measure: PredictiveField['measure'],
    tested: readonly DataSetRow[],
    statistic: (labels: readonly number[]) => number,
  ) => {
    const effect = (labels: readonly number[]) => {
      const value = statistic(labels)
      return measure === 'auc' ? Math.abs(value - 0.5) : value
    }
    const labels = tested.map(({ label }) => label)
    const found = effect(labels)
    const random = xoroshiro128plus(seed)
    const permute = permuteLabelsByPatient(tested)
    let asWell = 1
    for (let i = 0; i < PERMUTATIONS; i++) {
      // A hair below, because equal effects may differ by rounding.
      if (effect(permute(random)) >= found - 1e-12) asWell += 1
    }
    const p = asWell / (PERMUTATIONS + 1)
    const suspicious = p < ALPHA && found >= SMALLEST_EFFECT[measure]
    tests.push({ field, measure, value: statistic(labels), p, suspicious })
  }

  if (new Set(times).size > 1) {
    test('date', 'auc', dated, (labels) => furthestAuc(times, order, labels, classes.length))
    const rank = new Map<number, number>()
    order.forEach((row, place) => rank.set(times[row]!, rank.get(times[row]!) ?? place))
    const period = times.map((time) => Math.floor((PERIODS * rank.get(time)!) / times.length))
    test('period', 'cramersV', dated, (labels) => cramersV(period, labels))
    const days = [...new Set(dated.map(dayOf))]
    const day = dated.map((row) => days.indexOf(dayOf(row)))
    if (days.length > 1) test('day', 'cramersV', dated, (labels) => cramersV(day, labels))
  }
  const categories = {
    instrument: rows.map(({ instrument }) => instrument),
    axis: rows.map(({ axisVariant }) => axisVariant ?? null),
  }
  for (const field of ['instrument', 'axis'] as const) {
    // That a field is not known can tell a label as well as any value.
    const names = [...new Set(categories[field])]
    const values = categories[field].map((value) => names.indexOf(value))
    if (names.length > 1) test(field, 'cramersV', rows, (labels) => cramersV(values, labels))
  }
  return tests
}

function dayOf({ takenAt }: DataSetRow): string {
  return takenAt!.slice(0, 10)
}

function furthestAuc(
  times: readonly number[],
  order: Uint32Array,
  labels: readonly number[],
  classes: number,
): number {
  let furthest = 0.5
  // Of two classes, one says it all.
  for (let label = classes - 1; label >= (classes === 2 ? 1 : 0); label--) {
    const targets = Uint8Array.from(labels, (own) => (own === label ? 1 : 0))
    const area = areaUnderCurve(times, targets, order)
    if (Math.abs(area - 0.5) > Math.abs(furthest - 0.5)) furthest = area
  }
  return furthest
}

/** Association of two numberings of the same things: Cramér, Mathematical Methods of Statistics, 1946, section 21.9. */
export function cramersV(a: readonly number[], b: readonly number[]): number {
  const sizes = [a, b].map((values) => {
    const counts: number[] = []
    for (const value of values) counts[value] = (counts[value] ?? 0) + 1
    return counts
  }) as [number[], number[]]
  const pairs = new Map<number, number>()
  const width = sizes[1].length
  a.forEach((value, index) => {
    const pair = value * width + b[index]!
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  })
  const fewest = Math.min(...sizes.map((counts) => counts.filter((count) => count > 0).length)) - 1
  if (fewest < 1) return 0
  let sum = 0
  for (const [pair, count] of pairs)
    sum += count ** 2 / (sizes[0][Math.floor(pair / width)]! * sizes[1][pair % width]!)
  // Within its bounds, whatever rounding does.
  return Math.sqrt(Math.min(Math.max(sum - 1, 0) / fewest, 1))
}
