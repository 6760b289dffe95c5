import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/** What may happen to a spectrum between one measurement of a lesion and the next. */
export interface Augmentation {
  /** Largest shift along the axis, in points. */
  shift: number
  /** Standard deviation of the noise added to each point, in the unit of the spectra. */
  noise: number
  /** Largest change of the height, as a share of it. @default 0 */
  scale?: number | undefined
  /** Largest height of a slope or a bend that is added, in the unit of the spectra. @default 0 */
  baseline?: number | undefined
  /** Largest share of another spectrum of the same class that is mixed in. @default 0 */
  mixing?: number | undefined
}

/**
 * Copies of spectra as if each had been measured again: shifted as by a laser that drifts, higher or lower, on another
 * baseline, mixed with another of their class, and noisier. It keeps a network that sees few patients from learning
 * their spectra by heart (10.3389/fonc.2024.1320220 compares the kinds).
 *
 * @param spectra one after the other, each of `points` points
 * @param labels the class of each, for mixing
 */
export function augment(
  spectra: Float32Array,
  points: number,
  { shift, noise, scale = 0, baseline = 0, mixing = 0 }: Augmentation,
  random: RandomGenerator,
  labels?: ArrayLike<number>,
): Float32Array {
  const mixed = mixing > 0 && labels ? mix(spectra, points, mixing, random, labels) : spectra
  const augmented = new Float32Array(spectra.length)
  for (let start = 0; start < spectra.length; start += points) {
    const moved = shift * symmetric(random)
    const height = scale > 0 ? 1 + scale * symmetric(random) : 1
    const slope = baseline > 0 ? baseline * symmetric(random) : 0
    const bend = baseline > 0 ? baseline * symmetric(random) : 0
    for (let point = 0; point < points; point++) {
      const at = Math.min(Math.max(point + moved, 0), points - 1)
      const left = Math.min(Math.floor(at), points - 2)
      const share = at - left
      const value = mixed[start + left]! * (1 - share) + mixed[start + left + 1]! * share
      const along = (2 * point) / (points - 1) - 1
      const background = slope * along + bend * (along * along - 1 / 3)
      augmented[start + point] = height * value + background + noise * nearlyNormal(random)
    }
  }
  return augmented
}

/** Each spectrum with up to a share of another one of its class in it. */
function mix(
  spectra: Float32Array,
  points: number,
  mixing: number,
  random: RandomGenerator,
  labels: ArrayLike<number>,
): Float32Array {
  const rows = [...Array(spectra.length / points).keys()]
  const mixed = new Float32Array(spectra.length)
  for (const row of rows) {
    const alike = rows.filter((other) => labels[other] === labels[row])
    const other = alike[uniformInt(random, 0, alike.length - 1)]!
    const share = mixing * uniformFloat64(random)
    for (let point = 0; point < points; point++)
      mixed[row * points + point] =
        spectra[row * points + point]! * (1 - share) + spectra[other * points + point]! * share
  }
  return mixed
}

/** Uniform from -1 to 1. */
function symmetric(random: RandomGenerator): number {
  return 2 * uniformFloat64(random) - 1
}

/** Mean 0, variance 1: the sum of twelve uniform numbers, which is the same to the bit on every machine. */
function nearlyNormal(random: RandomGenerator): number {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += uniformFloat64(random)
  return sum
}
