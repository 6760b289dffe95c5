import { StokesError } from '../../contract/errors'
import type { LearningCurveReport } from '../../contract/evaluation'
import { bootstrapIntervals } from '../evaluation/bootstrap'
import { prepareFigures } from '../evaluation/figures'
import { nestedSubsets } from '../evaluation/nestedSubsets'
import { orNull, pairOrNull } from '../evaluation/nullable'
import type { PartName } from '../splits/split'
import type { AsideResult, AsideTask, TrainAside } from './asideTrainings'
import { predictionsOf } from './predictionsOf'
import type { Examples, Trainer } from './trainer'

export interface LearningCurveTask {
  /** Of the patients that are fitted on. */
  shares: readonly number[]
  trainers: readonly Trainer[]
  /** Of the run's split: all but `fit` stay as they are. */
  parts: Record<PartName, readonly number[]>
  rows: Examples['rows']
  classes: readonly string[]
  /** One that was trained on all of `fit` already, and what it says of the held-out rows. */
  whole: { trainer: Trainer; probabilities: ArrayLike<number> }
  seed: number
}

/** The area under the curve on the held-out patients as the patients to learn from grow in number. */
export async function learningCurve(
  task: LearningCurveTask,
  trainAside: TrainAside,
  onPoint: (done: number, all: number) => void,
): Promise<LearningCurveReport> {
  const { trainers, parts, rows, classes, whole, seed } = task
  const heldOut = { rows: parts.heldOut.map((row) => rows[row]!) }
  const subsets = subsetsOf(task)
  const report: LearningCurveReport = []
  let done = 0
  for (const trainer of trainers) {
    const points: LearningCurveReport[number]['points'] = []
    for (const fit of subsets) {
      const isWhole = trainer === whole.trainer && fit.length === parts.fit.length
      const said = isWhole
        ? whole
        : await learntAside({ trainer, parts: { ...parts, fit } }, task, trainAside)
      const patients = new Set(fit.map((row) => rows[row]!.patient)).size
      const area = said && areaOf(predictionsOf(heldOut, classes, said.probabilities), seed)
      points.push({ patients, spectra: fit.length, ...(area ?? { auc: null, interval: null }) })
      onPoint(++done, trainers.length * subsets.length)
    }
    report.push({ system: trainer.name, points })
  }
  return report
}

/** Rows of the data set, each subset within the next. */
function subsetsOf({ shares, parts, rows, seed }: LearningCurveTask): number[][] {
  const fitted = parts.fit.map((row) => rows[row]!)
  const patients = new Set(fitted.map(({ patient }) => patient)).size
  const sizes = [...new Set(shares.map((share) => Math.max(1, Math.round(share * patients))))]
  const strata = fitted.map(({ patient, label }) => ({ patient, stratum: String(label) }))
  return nestedSubsets(
    strata,
    sizes.sort((a, b) => a - b),
    seed,
  ).map((subset) => subset.map((index) => parts.fit[index]!))
}

/** Null where there are too few to learn from. */
async function learntAside(
  aside: AsideTask,
  { rows, classes }: LearningCurveTask,
  trainAside: TrainAside,
): Promise<AsideResult | null> {
  if (!classes.every((_, label) => aside.parts.fit.some((row) => rows[row]!.label === label))) return null
  return trainAside(aside).catch((error: unknown) => {
    if (error instanceof StokesError && error.code.startsWith('dataset.')) return null
    throw error
  })
}

function areaOf(predictions: ReturnType<typeof predictionsOf>, seed: number) {
  const figures = prepareFigures(predictions, 0.5)
  const auc = (counts: ArrayLike<number>) => ({ auc: figures(counts).auc })
  const { patients } = predictions
  return {
    auc: orNull(auc(new Uint8Array(patients.length).fill(1)).auc),
    interval: pairOrNull(bootstrapIntervals(patients, auc, { seed }).auc),
  }
}
