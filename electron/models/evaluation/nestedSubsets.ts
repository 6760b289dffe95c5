import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { splitByPatient } from '../splits/splitByPatient'

/**
 * Subsets of growing numbers of patients for a learning curve, each within the next, so that a step of the curve is
 * what the added patients taught. Each has its share of each stratum, to a patient.
 *
 * @param rows one a spectrum
 * @param sizes patients a subset, ascending; what is not there is not in the largest
 * @returns the indices of the rows of each subset, ascending
 */
export function nestedSubsets(
  rows: readonly { patient: string; stratum: string }[],
  sizes: readonly number[],
  seed: number,
): number[][] {
  const steps = sizes.map((size, i) => size - (sizes[i - 1] ?? 0))
  const added = splitByPatient(rows, steps, xoroshiro128plus(seed))
  return added.map((_, i) =>
    added
      .slice(0, i + 1)
      .flat()
      .sort((a, b) => a - b),
  )
}
