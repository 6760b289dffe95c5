import { StokesError } from '../../contract/errors'
import type { Trainer } from '../training/trainer'
import { chooseWindows } from './chooseWindows'
import { chooseColumns, chooseRows, columnMeans, type DesignMatrix } from './designMatrix'
import { fitMachines } from './fitMachines'
import { kernels } from './kernel'
import { learningSet, requireSpectra } from './learningSet'
import { compose, type LinearScores } from './linearScores'
import { standardisationOf, standardise } from './standardise'
import { svmGaSettingsSchema, type SvmGaSettings } from './svmGaSettings'
import { svmSystem } from './svmSystem'
import { windowMeans } from './windows'

/** The kernel of so many spectra takes 800 MB. */
const MOST_SPECTRA = 10_000

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
      const { choice, scale } = await chooseWindows(set, settings, task)
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
