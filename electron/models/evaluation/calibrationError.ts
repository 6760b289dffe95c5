import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { ascendingOrder } from './areaUnderCurve'
import { probabilitiesEach, saidClasses, type Predictions } from './predictions'

const BINS = 10

/** Spectra in bins of like probability. */
export interface CalibrationBins {
  /** What was said: of two classes the probability of the second, of more that of the most probable one. */
  confidence: ArrayLike<number>
  /** 1 where it came true. */
  hits: Uint8Array
  /** Of each spectrum, ascending with its confidence. */
  bin: Uint8Array
  bins: number
}

/** Ten bins of as many spectra each, as far as equal probabilities, which stay together, let them be. */
export function calibrationBins(predictions: Predictions, bins = BINS): CalibrationBins {
  const { probabilities, targets } = predictions
  const each = probabilitiesEach(predictions)
  const said = saidClasses(predictions, 0)
  const confidence =
    each === 1
      ? probabilities
      : Float64Array.from({ length: targets.length }, (_, row) => probabilities[row * each + said[row]!]!)
  const hits = Uint8Array.from({ length: targets.length }, (_, row) => Number(targets[row] === said[row]))
  const order = ascendingOrder(confidence)
  const bin = new Uint8Array(order.length)
  for (let start = 0; start < order.length;) {
    let end = start
    while (end < order.length && confidence[order[end]!] === confidence[order[start]!]) end++
    const middle = (start + end - 1) / 2
    for (let i = start; i < end; i++) bin[order[i]!] = Math.floor((bins * middle) / order.length)
    start = end
  }
  return { confidence, hits, bin, bins }
}

/**
 * Expected calibration error: the mean distance of what was said from what came true, over the bins by their size
 * (Naeini et al., 10.1609/aaai.v29i1.9602). Biased upward on small sets: see {@link calibrationErrorByChance}.
 */
export function calibrationError(
  { confidence, hits, bin, bins }: CalibrationBins,
  counts?: ArrayLike<number>,
): number {
  const gaps = new Float64Array(bins)
  let total = 0
  for (let i = 0; i < bin.length; i++) {
    const count = counts ? counts[i]! : 1
    gaps[bin[i]!]! += count * (hits[i]! - confidence[i]!)
    total += count
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / total
}

/**
 * The calibration error that a perfectly calibrated model would show on as many patients with the same probabilities:
 * the part of the figure that is bias. What is said is made to come true as often as it says, spectra of one patient
 * together.
 */
export function calibrationErrorByChance(predictions: Predictions, seed: number, draws = 200): number {
  const bins = calibrationBins(predictions)
  const numbers = new Map([...new Set(predictions.patients)].map((patient, number) => [patient, number]))
  const patientOf = Uint32Array.from(predictions.patients, (patient) => numbers.get(patient)!)
  const luck = new Float64Array(numbers.size)
  const hits = new Uint8Array(patientOf.length)
  const random = xoroshiro128plus(seed)
  let sum = 0
  for (let draw = 0; draw < draws; draw++) {
    for (let patient = 0; patient < luck.length; patient++) luck[patient] = uniformFloat64(random)
    for (let row = 0; row < hits.length; row++)
      hits[row] = Number(luck[patientOf[row]!]! < bins.confidence[row]!)
    sum += calibrationError({ ...bins, hits })
  }
  return sum / draws
}
