import { z } from 'zod'

const range = (low: number, high: number) =>
  z
    .tuple([z.number(), z.number()])
    .refine(([from, to]) => from <= to, 'from low to high')
    .default([low, high])

/**
 * The defaults are ours. The population is small and the end early, because a search that goes on fits the folds and not
 * the classes (Leardi, J. Chemometrics 8, 1994, 65); costs are those that LIBSVM's guide searches, less the highest, which
 * memorise.
 */
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
    /** Chromosomes of a generation. */
    population: z.int().min(2).default(40),
    generations: z.int().positive().default(40),
    /** Generations without a fitter chromosome after which the search ends: what comes later fits the folds. */
    patience: z.int().positive().default(10),
    /** Chromosomes drawn, of which the fittest becomes a parent. */
    tournament: z.int().positive().default(3),
    /** Chance that a child has two parents. */
    crossover: z.number().min(0).max(1).default(0.9),
    /** Chance of each window to change; C and gamma always do. */
    mutation: z.number().min(0).max(1).default(0.02),
    /** Fittest chromosomes that live on as they are. */
    elite: z.int().positive().default(2),
    /** What the area under the curve would lose by choosing all windows. */
    windowPenalty: z.number().min(0).default(0.01),
    /** Most spectra that the search looks at, of patients drawn at random; the machine is fitted to all. */
    searchSpectra: z.int().positive().default(1000),
  })
  .refine(({ elite, population }) => elite < population, 'elite must be smaller than population')
export type SvmGaSettings = z.infer<typeof svmGaSettingsSchema>
