import { describe, expect, test } from 'vitest'
import { geneticSearch, type Chromosome, type GeneticSettings, type SearchState } from './geneticSearch'

const settings: GeneticSettings = {
  population: 40,
  generations: 60,
  patience: 60,
  tournament: 3,
  crossover: 0.9,
  mutation: 0.02,
  elite: 2,
}
const size = { switches: 40, numbers: 2 }

/** Highest, 0, where every third switch is on and the numbers are 0.3 and 0.9. */
const fitnessOf = ({ switches, numbers }: Chromosome) =>
  -switches.reduce((wrong, gene, i) => wrong + Math.abs(gene - Number(i % 3 === 0)), 0) -
  10 * ((numbers[0]! - 0.3) ** 2 + (numbers[1]! - 0.9) ** 2)

const found = (seed: number, change: Partial<GeneticSettings> = {}, fitness = fitnessOf) => {
  const reached: number[] = []
  return geneticSearch(
    size,
    fitness,
    { ...settings, ...change },
    {
      seed,
      onGeneration: ({ ranked }) => {
        reached.push(ranked[0]!.fitness)
      },
    },
  ).then((fittest) => ({ fittest, reached }))
}

describe('geneticSearch', () => {
  test('finds what is fittest, and never loses what it has', async () => {
    const { fittest, reached } = await found(1)
    expect(fitnessOf(fittest)).toBe(reached.at(-1))
    expect(reached.at(-1)).toBeGreaterThan(-0.5)
    expect(reached).toEqual([...reached].sort((a, b) => a - b))
  })

  test('repeats with its seed and differs with another', async () => {
    const brief = { generations: 5 }
    expect(await found(1, brief)).toEqual(await found(1, brief))
    expect(await found(1, brief)).not.toEqual(await found(2, brief))
  })

  test('goes on from any generation to what it would have come to', async () => {
    const states: SearchState[] = []
    const brief = { ...settings, generations: 6 }
    const search = (resumeFrom: SearchState | null, kept: SearchState[]) =>
      geneticSearch(size, fitnessOf, brief, {
        seed: 1,
        resumeFrom,
        onGeneration: (state) => void kept.push(state),
      })
    const fittest = await search(null, states)
    expect(states.map(({ generation }) => generation)).toEqual([1, 2, 3, 4, 5, 6])
    for (const state of states) {
      const later: SearchState[] = []
      expect(await search(state, later)).toEqual(fittest)
      expect(later).toEqual(states.slice(state.generation))
    }
  })

  test('ends when nothing gets better', async () => {
    const { reached } = await found(1, { patience: 4 }, () => 1)
    expect(reached).toHaveLength(5)
  })
})
