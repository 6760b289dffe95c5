import { prepareRecipe } from '../../analysis/preprocessing/runRecipe'
import type { Recipe } from '../../contract/recipe'
import { networkSettingsSchema } from '../../models/training/networkSettings'
import { pretrainResidual, type ResidualStart } from '../../models/training/residualStart'
import type { TrainingProgress } from '../../models/training/trainer'
import { simulateCohort } from '../../simulator/cohort/simulateCohort'
import { COHORT_GRID, gridWavenumbers } from '../../simulator/cohort/wavenumberGrid'
import { moleculeNames } from '../../simulator/tissue/molecules'

export interface PretrainedStartTask {
  spectra: number
  epochs: number
  seed: number
  recipe: Recipe
  onProgress: (progress: TrainingProgress) => void
  signal: AbortSignal
}

/** Seed of the patients: another series than that of any cohort that somebody is likely to train on. */
const SEED_OFFSET = 7_000_003

/** Weights for a residual network that has learnt to tell how much of each molecule is in a simulated spectrum. */
export async function pretrainedStart(task: PretrainedStartTask): Promise<ResidualStart> {
  const { spectra: count, epochs, seed, recipe, onProgress, signal } = task
  const prepared = prepareRecipe(recipe, gridWavenumbers(COHORT_GRID))
  const points = prepared.axis.length
  const spectra = new Float32Array(count * points)
  const amounts: number[][] = []
  for (const { spectrum, lesion } of simulateCohort({ patients: count, seed: seed + SEED_OFFSET })) {
    signal.throwIfAborted()
    spectra.set(prepared.run([spectrum])[0]!, amounts.length * points)
    amounts.push(moleculeNames.map((molecule) => lesion.composition[molecule]))
    onProgress({ stage: 'simulation', step: amounts.length, steps: count })
  }
  return pretrainResidual({
    spectra,
    points,
    molecules: moleculeNames,
    abundances: ranked(amounts),
    settings: { ...networkSettingsSchema.parse({ epochs }), dropout: 0 },
    seed,
    text: `of the virtual microscope, seed ${seed + SEED_OFFSET}`,
    onEpoch: ({ epoch, loss, watchedLoss }) => {
      onProgress({ stage: 'pre-training', step: epoch, steps: epochs, loss, watchedLoss })
    },
    signal,
  })
}

/** Amounts spread over orders of magnitude: of each molecule the share of spectra that have less of it. */
function ranked(amounts: readonly (readonly number[])[]): Float32Array {
  const molecules = amounts[0]!.length
  const ranks = new Float32Array(amounts.length * molecules)
  for (let molecule = 0; molecule < molecules; molecule++) {
    const order = [...amounts.keys()].sort((a, b) => amounts[a]![molecule]! - amounts[b]![molecule]!)
    order.forEach((row, rank) => {
      ranks[row * molecules + molecule] = rank / (amounts.length - 1)
    })
  }
  return ranks
}
