import { medianInPlace } from '../preprocessing/median'

/**
 * Standard deviation of white noise in a spectrum that is smooth besides: the median absolute second difference, scaled
 * for a normal distribution (0.6745) and for the variance of y[i-1] - 2 y[i] + y[i+1] (6).
 *
 * @param intensities any unit
 * @param from first index, `to` one past the last; at least three points
 * @returns in the unit of the intensities; 0 for a spectrum without noise
 */
export function noiseLevel(intensities: Float64Array, from = 0, to = intensities.length): number {
  const differences = new Float64Array(Math.max(0, to - from - 2))
  for (let i = 0; i < differences.length; i += 1) {
    const middle = from + i + 1
    differences[i] = Math.abs(intensities[middle - 1]! - 2 * intensities[middle]! + intensities[middle + 1]!)
  }
  return medianInPlace(differences) / 0.6745 / Math.sqrt(6)
}
