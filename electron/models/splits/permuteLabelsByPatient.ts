import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { groupBy } from '../../shared/groupBy'
import { shuffled } from '../training/shuffled'

/**
 * Labels as they would be if they had nothing to do with the spectra: each patient gets those of another. The spectra of
 * a patient are not independent, so they are not permuted one by one. Where the other has more or fewer spectra, their
 * labels are cut or repeated; so patients of each label are as many as before, spectra nearly.
 *
 * @returns what draws labels for the rows, each time others
 */
export function permuteLabelsByPatient(
  rows: readonly { patient: string; label: number }[],
): (random: RandomGenerator) => number[] {
  const own = [...groupBy(rows.keys(), (row) => rows[row]!.patient).values()]
  return (random) => {
    const given = shuffled(own, random)
    const labels = rows.map(({ label }) => label)
    own.forEach((mine, place) => {
      const theirs = given[place]!
      mine.forEach((row, index) => (labels[row] = rows[theirs[index % theirs.length]!]!.label))
    })
    return labels
  }
}
