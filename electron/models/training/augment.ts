import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/** What may happen to a spectrum between one measurement of a lesion and the next. */
export interface Augmentation {
  /** Largest shift along the axis, in points. */
  shift: number
  /** Standard deviation of the noise added to each point, in the unit of the spectra. */
  noise: number
}

/**
 * Copies of spectra as if each had been measured again: shifted as by a laser that drifts, and noisier. It keeps a
 * network that sees few patients from learning their spectra by heart (10.3389/fonc.2024.1320220 compares the kinds).
 *
 * @param spectra one after the other, each of `points` points
 */
export function augment(
  spectra: Float32Array,
  points: number,
  { shift, noise }: Augmentation,
  random: RandomGenerator,
): Float32Array {
  const augmented = new Float32Array(spectra.length)
  for (let start = 0; start < spectra.length; start += points) {
    const moved = shift * (2 * uniformFloat64(random) - 1)
    for (let point = 0; point < points; point++) {
      const at = Math.min(Math.max(point + moved, 0), points - 1)
      const left = Math.min(Math.floor(at), points - 2)
      const share = at - left
      const value = spectra[start + left]! * (1 - share) + spectra[start + left + 1]! * share
      augmented[start + point] = value + noise * nearlyNormal(random)
    }
  }
  return augmented
}

/** Mean 0, variance 1: the sum of twelve uniform numbers, which is the same to the bit on every machine. */
function nearlyNormal(random: RandomGenerator): number {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += uniformFloat64(random)
  return sum
}
