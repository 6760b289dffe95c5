import { StokesError } from '../../contract/errors'
import type { CrossValidationReport } from '../../contract/evaluation'
import { crossValidated, type OutOfFold } from '../evaluation/crossValidated'
import type { PartName, Split } from '../splits/split'
import type { AsideResult, TrainAside } from './asideTrainings'
import { predictionsOf } from './predictionsOf'
import type { Examples, Trainer } from './trainer'

export interface CrossValidationTask {
  /** As `foldDataSet` gives them: the folds of one repeat after those of the other. */
  folds: readonly { split: Split; parts: Record<PartName, readonly number[]> }[]
  /** Rows of the data set that are in a fold. */
  visible: readonly number[]
  rows: Examples['rows']
  classes: readonly string[]
  trainer: Trainer
  metadata: Trainer
  seed: number
}

/** Trains on each fold, in order, and pools what was said out of the folds. */
export async function crossValidate(
  task: CrossValidationTask,
  trainAside: TrainAside,
  onFold: (done: number) => void,
): Promise<CrossValidationReport> {
  const { folds, trainer, metadata, seed } = task
  const said: AsideResult[] = []
  const baseline: (AsideResult | null)[] = []
  for (const { parts } of folds) {
    said.push(await trainAside({ trainer, parts }))
    baseline.push(
      trainer.name === 'metadata' ? null : await knownAside(trainAside({ trainer: metadata, parts })),
    )
    onFold(said.length)
  }
  const known = baseline.filter((result) => result !== null)
  return crossValidated(pooled(task, said), known.length === folds.length ? pooled(task, known) : null, {
    seed,
  })
}

/** Null where nothing but the spectra is known. */
async function knownAside(result: Promise<AsideResult>): Promise<AsideResult | null> {
  return result.catch((error: unknown) => {
    if (error instanceof StokesError && error.code === 'dataset.invalid') return null
    throw error
  })
}

/** One for each repeat, in the order of the visible rows. */
function pooled(
  { folds, visible, rows, classes }: CrossValidationTask,
  results: readonly AsideResult[],
): OutOfFold[] {
  const each = classes.length === 2 ? 1 : classes.length
  const placeOf = new Map(visible.map((row, place) => [row, place]))
  const repeats = Math.max(...folds.map(({ split }) => split.fold!.repeat))
  return Array.from({ length: repeats }, (_, repeat) => {
    const probabilities = new Float64Array(visible.length * each)
    const thresholds = new Float64Array(visible.length)
    const foldOf = new Uint8Array(visible.length)
    folds.forEach(({ split, parts }, index) => {
      const { number, repeat: own } = split.fold!
      if (own !== repeat + 1) return
      const { probabilities: said, threshold } = results[index]!
      parts.heldOut.forEach((row, heldOut) => {
        const place = placeOf.get(row)!
        probabilities.set(said.slice(heldOut * each, (heldOut + 1) * each), place * each)
        thresholds[place] = threshold
        foldOf[place] = number - 1
      })
    })
    const examples = { rows: visible.map((row) => rows[row]!) }
    return { predictions: predictionsOf(examples, classes, probabilities), thresholds, folds: foldOf }
  })
}
