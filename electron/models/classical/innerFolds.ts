import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { StokesError } from '../../contract/errors'
import { splitByPatient } from '../splits/splitByPatient'
import type { LearningSet } from './learningSet'

/** Rows to learn from, and those of other patients to see how well it went. */
export interface Fold {
  learn: number[]
  held: number[]
}

/**
 * Folds of cross-validation: no patient is on both sides of one, and each has its share of every class.
 *
 * @throws StokesError `dataset.tooSmall` where there are too few patients for every class to be in every fold
 */
export function innerFolds({ rows, labels, classes }: LearningSet, folds: number, seed: number): Fold[] {
  const patients = new Set(rows.map(({ patient }) => patient)).size
  const sizes = Array.from(
    { length: folds },
    (_, fold) => Math.floor(((fold + 1) * patients) / folds) - Math.floor((fold * patients) / folds),
  )
  const strata = rows.map(({ patient, label }) => ({ patient, stratum: String(label) }))
  const parts = splitByPatient(strata, sizes, xoroshiro128plus(seed))
  return parts.map((held) => {
    const isHeld = new Set(held)
    const learn = [...rows.keys()].filter((row) => !isHeld.has(row))
    for (const side of [learn, held]) {
      if (new Set(side.map((row) => labels[row]!)).size < classes)
        throw new StokesError(
          'dataset.tooSmall',
          `${patients} patients are too few for ${folds} folds with every class in each.`,
          { tip: 'Add patients of the rarest class, or ask for fewer folds.' },
        )
    }
    return { learn, held }
  })
}
