import { basename, resolve } from 'node:path'
import { StokesError } from '../../contract/errors'
import { loadRecipe } from '../../instrument/services/loadRecipe'
import {
  trainShippedModel,
  type CohortSpectrum,
  type ShippedModelTask,
} from '../../models/training/trainShippedModel'
import { softwareVersion } from '../../shared/softwareVersion'
import { oracleScore } from '../../simulator/cohort/oracle'
import { simulateCohort } from '../../simulator/cohort/simulateCohort'
import { COHORT_GRID, gridWavenumbers } from '../../simulator/cohort/wavenumberGrid'
import { interruption } from '../learning/interruption'
import { answer, tell } from '../output'
import { explainFailure, requireWritableFolder } from '../writeFileSafely'

export interface TrainShippedOptions {
  model: string
  patients?: number
  seed: number
  /** Further simulated patients, for figures alone. */
  further?: number
  recipe: string
  out: string
  json?: boolean
}

/** Fewer leave a part of the split without a class. */
const FEWEST_PATIENTS = 100
/** Seed of the further patients: another series than that of the cohort. */
const FURTHER_SEED_OFFSET = 1_000_003

/** Trains the model that ships, on patients that it simulates. The same seed gives the same bundle. */
export async function trainShipped({
  model,
  patients = 1240,
  seed,
  further = 5000,
  recipe,
  out,
  ...options
}: TrainShippedOptions): Promise<void> {
  if (model !== 'cnn5') {
    throw new StokesError('usage.invalid', `${model} learns from a file: --data is missing.`, {
      tip: 'Without it the model that ships is made, a cnn5; `stokes cohort` writes a file of simulated patients.',
    })
  }
  if (patients < FEWEST_PATIENTS) {
    throw new StokesError('usage.invalid', `${patients} patients are too few to split five ways.`, {
      tip: `Give at least ${FEWEST_PATIENTS}.`,
    })
  }
  // What cannot work is said before the minutes that training takes.
  const loadedRecipe = await loadRecipe(recipe)
  await requireWritableFolder(out)
  const signal = interruption('Training was interrupted; no bundle was written.')
  const task: ShippedModelTask = {
    name: basename(resolve(out)),
    out,
    seed,
    axis: gridWavenumbers(COHORT_GRID),
    cohort: simulated(patients, seed, 'cohort'),
    further: simulated(further, seed + FURTHER_SEED_OFFSET, 'further patients'),
    cohortText: `${patients} patients of the virtual microscope (seed ${seed}), and ${further} further ones for figures alone.`,
    recipe: loadedRecipe,
    software: `Stokes ${softwareVersion()}`,
    onEpoch: ({ epoch, loss, watchedLoss }) => {
      tell(
        `epoch ${epoch}: loss ${loss.toFixed(4)}, on the patients that stop training ${watchedLoss.toFixed(4)}`,
      )
    },
    signal,
  }
  const { manifest, hash } = await explainFailure(out, () => trainShippedModel(task))
  const { name, threshold, figures, provenance } = manifest
  answer({ name, hash, out, origin: provenance.origin, threshold, figures, provenance }, options, () => {
    const { patients: n, auc, aucInterval, sensitivity, specificity, oracleAuc } = figures.heldOut
    return [
      `${name}: ${out}`,
      `Simulated: area under the curve ${auc.toFixed(3)} (${aucInterval.map((end) => end.toFixed(3)).join(' to ')}) on ${n} held-out patients,`,
      `sensitivity ${sensitivity.toFixed(3)}, specificity ${specificity.toFixed(3)} at ${threshold.toFixed(3)}; oracle ${oracleAuc?.toFixed(3) ?? 'none'}.`,
    ].join('\n')
  })
}

function simulated(patients: number, seed: number, what: string): CohortSpectrum[] {
  const rows: CohortSpectrum[] = []
  for (const row of simulateCohort({ patients, seed })) {
    const { patient, label, spectrum } = row
    // A patient of another series is another patient.
    const name = `${seed}-${patient}`
    rows.push({ patient: name, label, class: row.class, spectrum, oracleScore: oracleScore(row, 'spectrum') })
    if (rows.length % 1000 === 0) tell(`${what}: ${rows.length} of ${patients} simulated`)
  }
  return rows
}
