import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { z } from 'zod'
import { StokesError } from '../../contract/errors'
import { splitByPatient } from '../splits/splitByPatient'
import type { Trainer, TrainerTask } from '../training/trainer'
import { chooseColumns, chooseRows, columnMeans, type DesignMatrix } from './designMatrix'
import { fitLogistic } from './fitLogistic'
import { fitMachines } from './fitMachines'
import { geneticSearch, type Chromosome } from './geneticSearch'
import { innerFolds } from './innerFolds'
import { kernels, type Kernel } from './kernel'
import { learningSet, requireSpectra, type LearningSet } from './learningSet'
import { compose, type LinearScores } from './linearScores'
import { standardisationOf, standardise } from './standardise'
import { heldDecisions, meanArea } from './svmFitness'
import { svmSystem } from './svmSystem'
import { windowMeans, windowsOf, type Window } from './windows'

const range = (low: number, high: number) =>
  z
    .tuple([z.number(), z.number()])
    .refine(([from, to]) => from <= to, 'from low to high')
    .default([low, high])

export const svmGaSettingsSchema = z
  .strictObject({
    kernel: z.enum(['rbf', 'linear']).default('rbf'),
    /** cm-1 that are chosen, or not, together. */
    windowWidth: z.number().positive().default(8),
    /** Of the cross-validation that says how fit a chromosome is. */
    folds: z.int().min(2).default(5),
    /** LIBSVM's C, as powers of 2. */
    cost: range(-5, 10),
    /** Powers of 2; divided by the number of windows chosen, so that it means the same for few and many. */
    gamma: range(-6, 4),
    population: z.int().min(2).default(40),
    generations: z.int().positive().default(40),
    /** Generations without a fitter chromosome after which the search ends: what comes later fits the folds. */
    patience: z.int().positive().default(10),
    tournament: z.int().positive().default(3),
    crossover: z.number().min(0).max(1).default(0.9),
    mutation: z.number().min(0).max(1).default(0.02),
    elite: z.int().positive().default(2),
    /** What the area under the curve would lose by choosing all windows. */
    windowPenalty: z.number().min(0).default(0.01),
    /** Most spectra that the search looks at, of patients drawn at random; the machine is fitted to all. */
    searchSpectra: z.int().positive().default(1000),
  })
  .refine(({ elite, population }) => elite < population, 'elite must be smaller than population')
export type SvmGaSettings = z.infer<typeof svmGaSettingsSchema>

/** The kernel of so many spectra takes 800 MB. */
const MOST_SPECTRA = 10_000

/** Keeps the slope finite where the decisions tell the classes apart without a mistake. */
const SCALE_PENALTY = 1e-3

/**
 * A support vector machine on wavenumbers that a genetic algorithm chooses, with C and gamma in the same chromosome (Huang
 * and Wang, 10.1016/j.eswa.2005.09.024), and whole regions rather than single points (Leardi,
 * 10.1002/1099-128X(200009/12)14:5/6<643::AID-CEM621>3.0.CO;2-E): a gene stands for a window, whose mean the machine reads.
 * Fitness is the area under the curve on held patients of those learnt from, so that the choice sees no others. The
 * decisions on these held patients then give the logits their scale (Platt). More than two classes are each told from
 * the rest (Rifkin and Klautau, JMLR 5, 2004, 101).
 *
 * `train` throws StokesError `dataset.invalid` where a kernel has no room for so many spectra.
 */
export function svmGaTrainer(settings: SvmGaSettings = svmGaSettingsSchema.parse({})): Trainer {
  return {
    name: 'svm-ga',
    async train(task) {
      const set = requireSpectra(learningSet(task))
      if (set.rows.length > MOST_SPECTRA)
        throw new StokesError(
          'dataset.invalid',
          `${set.rows.length} spectra are too many for a kernel of each with each; ${MOST_SPECTRA} are the most.`,
          { tip: 'Train another system, or take fewer spectra of each patient.' },
        )
      const { choice, scale } = await search(set, settings, task)
      const means = windowMeans(set.spectra, choice.windows)
      const standardisation = standardisationOf(means)
      const examples = standardise(means, standardisation)
      const machines = fitMachines(
        kernels(examples, examples, choice.kernel),
        set.labels,
        set.classes,
        choice.cost,
      )
      return svmSystem({
        mean: columnMeans(set.spectra),
        windows: choice.windows,
        standardisation,
        kernel: choice.kernel,
        ...withoutIdle(examples, compose(scale, machines)),
      })
    },
  }
}

/** What a chromosome stands for. */
interface Choice {
  windows: Window[]
  cost: number
  kernel: Kernel
}

/** The fittest choice, and what takes its decisions to scores. */
async function search(
  set: LearningSet,
  settings: SvmGaSettings,
  { grid, seed, onProgress, signal }: TrainerTask,
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

  const fittest = await geneticSearch({ switches: windows.length, numbers: 2 }, fitnessOf, settings, {
    random: xoroshiro128plus(seed),
    onGeneration: (step, fitness) =>
      onProgress?.({ stage: 'generation', step, steps: settings.generations, watchedLoss: 1 - fitness }),
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

/** The examples that are support vectors of any machine, and the machines on them alone. */
function withoutIdle(examples: DesignMatrix, { weights, biases }: LinearScores) {
  const { values, rows, columns } = weights
  const used = [...Array(columns).keys()].filter((example) =>
    [...Array(rows).keys()].some((score) => values[score * columns + example] !== 0),
  )
  return {
    supportVectors: chooseRows(examples, used),
    machines: { weights: chooseColumns(weights, used), biases },
  }
}
