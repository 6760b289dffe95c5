import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { groupBy } from '../../shared/groupBy'

export interface NearDuplicate {
  /** Indices of two spectra, ascending. */
  a: number
  b: number
  correlation: number
}

export interface NearDuplicateOptions {
  /** Which pairs count: those of two patients, of two parts. */
  apart: (a: number, b: number) => boolean
  /** @default 0.85 */
  threshold?: number
}

/** Points that are averaged before differences are taken: about the resolution of an instrument. */
const SMOOTHED = 4
/** Points that decide a sign: very sparse random projections (Li, Hastie, Church, 10.1145/1150402.1150436). */
const POINTS_OF_A_SIGN = 64
/** Chance to miss a pair that is just at the threshold. Closer pairs are missed far more rarely. */
const MISSED = 0.01
const SEED = 785

/**
 * Pairs of spectra so alike that one is a copy of the other, perhaps scaled, on another baseline or with a little noise, or
 * that both are of one spot. Skin resembles skin: raw spectra of two people correlate above 0.99. What is compared is
 * therefore the second difference of means of 4 points, which has no slope, at norm 1, less the mean of all, each point by
 * its own deviation. Two simulated patients correlate below 0.5 there; a copy with noise of 0.1 % of its counts, above 0.95.
 *
 * Pairs are found by locality-sensitive hashing with the signs of random projections (Charikar, 10.1145/509907.509965),
 * then compared exactly: not all n^2 are looked at.
 *
 * @param spectra one after the other, each of `points` points
 */
export function nearDuplicates(
  spectra: Float64Array,
  points: number,
  { apart, threshold = 0.85 }: NearDuplicateOptions,
): NearDuplicate[] {
  const count = spectra.length / points
  const width = points - 2 * SMOOTHED + 1
  if (width < 2) return []
  const fingerprints = fingerprintsOf(spectra, points)
  // With as many hashes as spectra, a bucket holds one stranger on average.
  const signs = Math.ceil(Math.log2(Math.max(count, 2)))
  const sameSign = 1 - Math.acos(threshold) / Math.PI
  const tables = Math.ceil(Math.log(MISSED) / Math.log(1 - sameSign ** signs))

  const random = xoroshiro128plus(SEED)
  const found = new Map<number, NearDuplicate>()
  const hashes = new Uint32Array(count)
  for (let table = 0; table < tables; table++) {
    hashes.fill(0)
    for (let sign = 0; sign < signs; sign++) {
      const places = Uint32Array.from({ length: POINTS_OF_A_SIGN }, () => uniformInt(random, 0, width - 1))
      const weights = Float64Array.from(places, () => (uniformInt(random, 0, 1) === 0 ? -1 : 1))
      for (let row = 0; row < count; row++) {
        let sum = 0
        for (let i = 0; i < places.length; i++) sum += weights[i]! * fingerprints[row * width + places[i]!]!
        if (sum > 0) hashes[row]! += 2 ** sign
      }
    }
    for (const rows of groupBy(hashes.keys(), (row) => hashes[row]!).values()) {
      for (let i = 0; i < rows.length; i++) {
        for (let j = i + 1; j < rows.length; j++) {
          const a = rows[i]!
          const b = rows[j]!
          if (!apart(a, b) || found.has(a * count + b)) continue
          const correlation = product(fingerprints, a, b, width)
          if (correlation >= threshold) found.set(a * count + b, { a, b, correlation })
        }
      }
    }
  }
  return [...found.values()].sort((x, y) => x.a - y.a || x.b - y.b)
}

/** Of each spectrum one of norm 1, so that a product of two is their correlation; float32 halves the memory. */
function fingerprintsOf(spectra: Float64Array, points: number): Float32Array {
  const count = spectra.length / points
  const width = points - 2 * SMOOTHED + 1
  const values = new Float32Array(count * width)
  const sums = new Float64Array(points + 1)
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < points; i++) sums[i + 1] = sums[i]! + spectra[row * points + i]!
    const own = values.subarray(row * width, (row + 1) * width)
    for (let i = 0; i < width; i++) own[i] = sums[i + 2 * SMOOTHED]! - 2 * sums[i + SMOOTHED]! + sums[i]!
    toNormOne(own)
  }
  const mean = new Float64Array(width)
  const variance = new Float64Array(width)
  for (let at = 0; at < values.length; at++) mean[at % width]! += values[at]! / count
  for (let at = 0; at < values.length; at++)
    variance[at % width]! += (values[at]! - mean[at % width]!) ** 2 / count
  for (let at = 0; at < values.length; at++) {
    const point = at % width
    values[at] = variance[point]! > 0 ? (values[at]! - mean[point]!) / Math.sqrt(variance[point]!) : 0
  }
  for (let row = 0; row < count; row++) toNormOne(values.subarray(row * width, (row + 1) * width))
  return values
}

function toNormOne(values: Float32Array): void {
  let squares = 0
  for (const value of values) squares += value * value
  if (squares === 0) return
  const norm = Math.sqrt(squares)
  for (let i = 0; i < values.length; i++) values[i]! /= norm
}

function product(values: Float32Array, a: number, b: number, width: number): number {
  let sum = 0
  for (let i = 0; i < width; i++) sum += values[a * width + i]! * values[b * width + i]!
  return sum
}
