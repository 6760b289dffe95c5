import { areaUnderCurve } from '../evaluation/areaUnderCurve'
import { chooseColumns, chooseRows, type DesignMatrix } from './designMatrix'
import { fitMachines } from './fitMachines'
import type { Fold } from './innerFolds'
import type { LearningSet } from './learningSet'
import { linearScores, scoreCount } from './linearScores'

/** Steps after which a machine is taken as it is: in a search, a cost that needs more is none to wait for. */
const STEPS_AN_EXAMPLE = 100

/** Decisions on each row by machines that were fitted to other patients, [rows, scores]. */
export function heldDecisions(
  gram: DesignMatrix,
  { labels, classes }: Pick<LearningSet, 'labels' | 'classes'>,
  cost: number,
  folds: readonly Fold[],
): DesignMatrix {
  const { rows } = gram
  const columns = scoreCount(classes)
  const values = new Float64Array(rows * columns)
  for (const { learn, held } of folds) {
    const machines = fitMachines(
      chooseColumns(chooseRows(gram, learn), learn),
      Uint8Array.from(learn, (row) => labels[row]!),
      classes,
      cost,
      { iterations: STEPS_AN_EXAMPLE * learn.length },
    )
    const decisions = linearScores(chooseColumns(chooseRows(gram, held), learn), machines)
    held.forEach((row, place) => {
      values.set(decisions.values.subarray(place * columns, (place + 1) * columns), row * columns)
    })
  }
  return { values, rows, columns }
}

/** The mean area under the curve over the folds, and over the classes where each is told from the rest. */
export function meanArea(
  { values, columns }: DesignMatrix,
  labels: Uint8Array,
  folds: readonly Fold[],
): number {
  let sum = 0
  for (const { held } of folds) {
    for (let score = 0; score < columns; score++) {
      const wanted = columns === 1 ? 1 : score
      const decisions = held.map((row) => values[row * columns + score]!)
      const targets = held.map((row) => (labels[row] === wanted ? 1 : 0))
      sum += areaUnderCurve(decisions, targets)
    }
  }
  return sum / (folds.length * columns)
}
