import { median } from '../preprocessing/median'

/**
 * Standard deviation of white noise in a spectrum that is smooth besides: the median absolute second difference, scaled
 * for a normal distribution (0.6745) and for the variance of y[i-1] - 2 y[i] + y[i+1] (6).
 *
 * @param intensities any unit
 * @param from first index, `to` one past the last; at least three points
 * @returns in the unit of the intensities; 0 for a spectrum without noise
 */
export function noiseLevel(intensities: Float64Array, from = 0, to = intensities.length): number {
  const differences = intensities
    .subarray(from + 1, to - 1)
    .map((value, i) => Math.abs(intensities[from + i]! - 2 * value + intensities[from + i + 2]!))
  return median(differences) / 0.6745 / Math.sqrt(6)
}
