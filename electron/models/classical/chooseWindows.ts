import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { splitByPatient } from '../splits/splitByPatient'
import type { TrainerTask } from '../training/trainer'
import { chooseColumns, chooseRows } from './designMatrix'
import { fitLogistic } from './fitLogistic'
import { geneticSearch, type Chromosome, type SearchState } from './geneticSearch'
import { innerFolds } from './innerFolds'
import { keptSearch } from './keptSearch'
import { kernels, type Kernel } from './kernel'
import type { LearningSet } from './learningSet'
import type { LinearScores } from './linearScores'
import { standardisationOf, standardise } from './standardise'
import { heldDecisions, meanArea } from './svmFitness'
import type { SvmGaSettings } from './svmGaSettings'
import { windowMeans, windowsOf, type Window } from './windows'

/** Keeps the slope finite where the decisions tell the classes apart without a mistake. */
const SCALE_PENALTY = 1e-3

/** What a chromosome stands for. */
export interface Choice {
  windows: Window[]
  cost: number
  kernel: Kernel
}

/** The choice that does best on held patients of the set, and what takes its decisions on them to scores. */
export async function chooseWindows(
  set: LearningSet,
  settings: SvmGaSettings,
  { grid, seed, checkpoint, onProgress, signal }: TrainerTask,
): Promise<{ choice: Choice; scale: LinearScores }> {
  const windows = windowsOf(grid, settings.windowWidth)
  const searched = searchedPart(set, settings.searchSpectra, seed)
  const { labels } = searched
  const folds = innerFolds(searched, settings.folds, seed)
  const means = windowMeans(searched.spectra, windows)
  const standardised = standardise(means, standardisationOf(means))

  const chosenBy = ({ switches }: Chromosome) => {
    const chosen = [...windows.keys()].filter((window) => switches[window] === 1)
    // Whoever chooses nothing leaves the choice open.
    return chosen.length > 0 ? chosen : [...windows.keys()]
  }
  const between = ([low, high]: [number, number], share: number) => 2 ** (low + share * (high - low))
  const decode = (chromosome: Chromosome): Choice => {
    const chosen = chosenBy(chromosome)
    const [cost, gamma] = chromosome.numbers
    return {
      windows: chosen.map((window) => windows[window]!),
      cost: between(settings.cost, cost!),
      kernel: { name: settings.kernel, gamma: between(settings.gamma, gamma!) / chosen.length },
    }
  }
  const decisionsOf = (chromosome: Chromosome) => {
    const { cost, kernel } = decode(chromosome)
    const examples = chooseColumns(standardised, chosenBy(chromosome))
    return heldDecisions(kernels(examples, examples, kernel), searched, cost, folds)
  }
  const fitnessOf = (chromosome: Chromosome) =>
    meanArea(decisionsOf(chromosome), labels, folds) -
    (settings.windowPenalty * chosenBy(chromosome).length) / windows.length

  const search = await keptSearch<WrittenSearch>(checkpoint, searched, searched.spectra, {
    settings,
    seed,
    grid: [...grid],
  })
  const fittest = await geneticSearch({ switches: windows.length, numbers: 2 }, fitnessOf, settings, {
    seed,
    resumeFrom: search.before && readSearch(search.before),
    onGeneration: async (state) => {
      await search.keep(writtenSearch(state))
      const watchedLoss = 1 - state.ranked[0]!.fitness
      onProgress?.({ stage: 'generation', step: state.generation, steps: settings.generations, watchedLoss })
    },
    signal,
  })
  const regression = { classes: set.classes, penalty: SCALE_PENALTY }
  return { choice: decode(fittest), scale: fitLogistic(decisionsOf(fittest), labels, regression) }
}

/** The set, or so many of its patients that they have about `most` spectra. */
function searchedPart(set: LearningSet, most: number, seed: number): LearningSet {
  const { rows, labels } = set
  if (rows.length <= most) return set
  const patients = new Set(rows.map(({ patient }) => patient)).size
  const strata = rows.map(({ patient, label }) => ({ patient, stratum: String(label) }))
  const [chosen = []] = splitByPatient(
    strata,
    [Math.floor((patients * most) / rows.length)],
    xoroshiro128plus(seed),
  )
  return {
    ...set,
    rows: chosen.map((row) => rows[row]!),
    labels: Uint8Array.from(chosen, (row) => labels[row]!),
    spectra: chooseRows(set.spectra, chosen),
  }
}

/** As JSON has it. */
type WrittenSearch = Omit<SearchState, 'ranked'> & {
  ranked: { switches: string; numbers: number[]; fitness: number }[]
}

function writtenSearch({ ranked, ...state }: SearchState): WrittenSearch {
  return {
    ...state,
    ranked: ranked.map(({ chromosome, fitness }) => ({
      switches: chromosome.switches.join(''),
      numbers: [...chromosome.numbers],
      fitness,
    })),
  }
}

function readSearch({ ranked, ...state }: WrittenSearch): SearchState {
  return {
    ...state,
    ranked: ranked.map(({ switches, numbers, fitness }) => ({
      chromosome: { switches: Uint8Array.from(switches, Number), numbers: Float64Array.from(numbers) },
      fitness,
    })),
  }
}
