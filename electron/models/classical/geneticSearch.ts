import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { pause } from './pause'

export interface Chromosome {
  /** 1 for what is chosen. */
  switches: Uint8Array
  /** Each 0 to 1. */
  numbers: Float64Array
}

export interface GeneticSettings {
  population: number
  generations: number
  /** Generations without a better chromosome after which the search ends. */
  patience: number
  /** Chromosomes of which the fittest becomes a parent. */
  tournament: number
  /** Chance that a child has two parents. */
  crossover: number
  /** Chance of each switch to change; numbers always do. */
  mutation: number
  /** Fittest chromosomes that live on as they are. */
  elite: number
}

interface Ranked {
  chromosome: Chromosome
  fitness: number
}

/** A search between two generations. */
export interface SearchState {
  /** Of the last one, from 1. */
  generation: number
  /** Its chromosomes and those that lived on, the fittest first. */
  ranked: readonly Ranked[]
  /** Highest fitness of all generations, and the first that reached it. */
  best: number
  bestGeneration: number
  /** Of the generator of random numbers. */
  random: readonly number[]
}

interface Course {
  seed: number
  /** A search of the same task that was interrupted: it ends as if it had not been, to the bit. */
  resumeFrom?: SearchState | null
  /** After each generation, the last one too. */
  onGeneration?: (state: SearchState) => void | Promise<void>
  signal?: AbortSignal | undefined
}

/** How far a number may move when it mutates. */
const STRIDE = 0.2

/**
 * The fittest chromosome that a genetic algorithm finds: tournament selection, uniform crossover (Syswerda, ICGA 1989),
 * mutation and elitism. The first chromosomes choose from nearly nothing to everything.
 */
export async function geneticSearch(
  size: { switches: number; numbers: number },
  fitnessOf: (chromosome: Chromosome) => number,
  settings: GeneticSettings,
  { seed, resumeFrom, onGeneration, signal }: Course,
): Promise<Chromosome> {
  const random = resumeFrom ? xoroshiro128plusFromState(resumeFrom.random) : xoroshiro128plus(seed)
  let state: SearchState | null = resumeFrom ?? null
  while (!state || !isOver(state, settings)) {
    const chromosomes: Chromosome[] = state
      ? childrenOf(state.ranked, settings, random)
      : Array.from({ length: settings.population }, () => firstChromosome(size, random))
    const known: Ranked[] = state ? state.ranked.slice(0, settings.elite) : []
    for (const chromosome of chromosomes) {
      known.push({ chromosome, fitness: fitnessOf(chromosome) })
      await pause(signal)
    }
    const ranked = known.sort((a, b) => b.fitness - a.fitness)
    const { fitness } = ranked[0]!
    const generation: number = (state?.generation ?? 0) + 1
    const { best, bestGeneration } =
      state && fitness <= state.best ? state : { best: fitness, bestGeneration: generation }
    state = { generation, ranked, best, bestGeneration, random: random.getState() }
    await onGeneration?.(state)
  }
  return state.ranked[0]!.chromosome
}

function isOver(
  { generation, bestGeneration }: SearchState,
  { generations, patience }: GeneticSettings,
): boolean {
  return generation >= generations || generation - bestGeneration >= patience
}

function firstChromosome(size: { switches: number; numbers: number }, random: RandomGenerator): Chromosome {
  const share = uniformFloat64(random)
  return {
    switches: Uint8Array.from({ length: size.switches }, () => (uniformFloat64(random) < share ? 1 : 0)),
    numbers: Float64Array.from({ length: size.numbers }, () => uniformFloat64(random)),
  }
}

function childrenOf(
  ranked: readonly Ranked[],
  settings: GeneticSettings,
  random: RandomGenerator,
): Chromosome[] {
  const chance = (share: number) => uniformFloat64(random) < share
  const parent = () => {
    // Ranked, so that the lowest of the drawn places is the fittest.
    const places = Array.from({ length: settings.tournament }, () => uniformInt(random, 0, ranked.length - 1))
    return ranked[Math.min(...places)]!.chromosome
  }
  return Array.from({ length: settings.population - settings.elite }, () => {
    const [mother, father] = [parent(), parent()]
    const other = chance(settings.crossover) ? father : mother
    return mutated(
      {
        switches: mother.switches.map((gene, i) => (chance(0.5) ? gene : other.switches[i]!)),
        numbers: mother.numbers.map((gene, i) => (chance(0.5) ? gene : other.numbers[i]!)),
      },
      settings.mutation,
      random,
    )
  })
}

function mutated({ switches, numbers }: Chromosome, rate: number, random: RandomGenerator): Chromosome {
  const changes = () => uniformFloat64(random) < rate
  const moved = (gene: number) => gene + STRIDE * (2 * uniformFloat64(random) - 1)
  return {
    switches: switches.map((gene) => (changes() ? 1 - gene : gene)),
    // They are few, and fitness hangs on them: each moves in every child.
    numbers: numbers.map((gene) => Math.min(1, Math.max(0, moved(gene)))),
  }
}
