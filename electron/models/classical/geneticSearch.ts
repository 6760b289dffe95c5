import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
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

interface Course {
  random: RandomGenerator
  /** Told the number of each, from 1, and what its fittest chromosome reaches. */
  onGeneration?: (generation: number, fitness: number) => void
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
  { random, onGeneration, signal }: Course,
): Promise<Chromosome> {
  const chance = (share: number) => uniformFloat64(random) < share
  let chromosomes: Chromosome[] = Array.from({ length: settings.population }, () => {
    const share = uniformFloat64(random)
    return {
      switches: Uint8Array.from({ length: size.switches }, () => (chance(share) ? 1 : 0)),
      numbers: Float64Array.from({ length: size.numbers }, () => uniformFloat64(random)),
    }
  })
  let ranked: { chromosome: Chromosome; fitness: number }[] = []
  let best = -Infinity
  let bestGeneration = 0
  for (let generation = 1; generation <= settings.generations; generation++) {
    const known = ranked.slice(0, settings.elite)
    for (const chromosome of chromosomes) {
      known.push({ chromosome, fitness: fitnessOf(chromosome) })
      await pause(signal)
    }
    ranked = known.sort((a, b) => b.fitness - a.fitness)
    const { fitness } = ranked[0]!
    onGeneration?.(generation, fitness)
    if (fitness > best) {
      best = fitness
      bestGeneration = generation
    }
    if (generation - bestGeneration >= settings.patience) break

    const parent = () => {
      // Ranked, so that the lowest of the drawn places is the fittest.
      const places = Array.from({ length: settings.tournament }, () =>
        uniformInt(random, 0, ranked.length - 1),
      )
      return ranked[Math.min(...places)]!.chromosome
    }
    chromosomes = Array.from({ length: settings.population - settings.elite }, () => {
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
  return ranked[0]!.chromosome
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
