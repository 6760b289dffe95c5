import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { shuffled } from '../training/shuffled'

/**
 * Divides rows into parts of given numbers of patients, so that no patient is in two parts and each part has its
 * share of each stratum (to one patient).
 *
 * @param rows one a spectrum; the stratum of a patient is that of their first row
 * @param sizes patients a part; what they leave over is in no part
 * @returns the indices of the rows of each part, in the order of the rows
 */
export function splitByPatient(
  rows: readonly { patient: string; stratum: string }[],
  sizes: readonly number[],
  random: RandomGenerator,
): number[][] {
  const strata = new Map<string, Set<string>>()
  const seen = new Set<string>()
  for (const { patient, stratum } of rows) {
    if (seen.has(patient)) continue
    seen.add(patient)
    strata.set(stratum, (strata.get(stratum) ?? new Set()).add(patient))
  }

  // Each stratum, shuffled, is spread evenly over 0 to 1; any stretch of the whole then holds its share of each.
  const spread = [...strata.values()].flatMap((patients) => {
    const offset = uniformFloat64(random)
    return shuffled(patients, random).map((patient, rank) => ({
      patient,
      position: (rank + offset) / patients.size,
    }))
  })
  spread.sort((a, b) => a.position - b.position)

  const partOf = new Map<string, number>()
  let next = 0
  sizes.forEach((size, part) => {
    for (const { patient } of spread.slice(next, next + size)) partOf.set(patient, part)
    next += size
  })
  return sizes.map((_, part) =>
    rows.flatMap(({ patient }, row) => (partOf.get(patient) === part ? [row] : [])),
  )
}
