import { choose } from '../random/choose'
import type { Random } from '../random/random'
import type { FaultName } from './faultNames'

export interface LineNoiseOptions {
  /** One answer of so many is harmed, on average. */
  readonly oneIn: number
  /** No more than so many in all. */
  readonly atMost: number
  /** How likely each fault is, relative to the others. */
  readonly faults: Readonly<Partial<Record<FaultName, number>>>
}

/** Faults that come by themselves, at random. */
export class LineNoise {
  #left: number

  constructor(
    private readonly random: Random,
    private readonly options: LineNoiseOptions,
  ) {
    this.#left = options.atMost
  }

  /** What harms the next answer, of the faults that can harm it; undefined where nothing does. */
  draw(names: readonly FaultName[]): FaultName | undefined {
    const { faults, oneIn } = this.options
    const shares = Object.fromEntries(names.map((name) => [name, faults[name] ?? 0])) as Record<
      FaultName,
      number
    >
    const likelihood = total(shares) / total(faults) / oneIn
    if (this.random.uniform() >= likelihood || this.#left === 0) return undefined
    this.#left--
    return choose(this.random, shares)
  }
}

function total(shares: Readonly<Partial<Record<FaultName, number>>>): number {
  return Object.values(shares).reduce((sum, share) => sum + share, 0)
}
