import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { shuffled } from '../training/shuffled'

/**
 * Puts groups of very different sizes into parts so that each part comes near its share of every class: the largest group
 * first, each where it brings the parts nearest to their shares (in squares, relative to the class), after the stratified
 * group k-fold of scikit-learn. Groups of one size come in random order.
 *
 * @param groups how many patients of each class each group has
 * @param shares of the patients that each part is to have; 1 in all
 * @returns the part of each group
 */
export function assignGroups(
  groups: readonly (readonly number[])[],
  shares: readonly number[],
  random: RandomGenerator,
): number[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const totals = groups[0]!.map((_, label) => sum(groups.map((group) => group[label]!)))
  const filled = shares.map(() => totals.map(() => 0))
  const cost = (part: number, group: readonly number[]) =>
    sum(
      group.map((size, label) => {
        const over = filled[part]![label]! - shares[part]! * totals[label]!
        return (2 * size * over + size ** 2) / (shares[part]! * Math.max(totals[label]!, 1) ** 2)
      }),
    )
  const parts = groups.map(() => 0)
  const order = shuffled(groups.keys(), random).sort((a, b) => sum(groups[b]!) - sum(groups[a]!))
  for (const index of order) {
    const group = groups[index]!
    const costs = shares.map((_, part) => cost(part, group))
    const part = costs.indexOf(Math.min(...costs))
    parts[index] = part
    group.forEach((size, label) => (filled[part]![label]! += size))
  }
  return parts
}
