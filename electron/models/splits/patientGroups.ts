import type { DataSetRow } from '../datasets/dataSet'
import type { SplitGrouping } from './split'

/**
 * Which rows must stay together: those of a patient, and, for each grouping, those of all patients who share a value of
 * it, and of all who share one with these (union-find). What is not known joins nobody.
 *
 * @returns a number for each row, the same for rows that belong together; from 0 in the order of the rows
 */
export function patientGroups(
  rows: readonly Pick<DataSetRow, 'patient' | SplitGrouping>[],
  groupBy: readonly SplitGrouping[],
): number[] {
  const parents = rows.map((_, row) => row)
  const rootOf = (row: number): number => {
    let root = row
    while (parents[root] !== root) root = parents[root]!
    for (let at = row; at !== root;) {
      const next = parents[at]!
      parents[at] = root
      at = next
    }
    return root
  }
  for (const field of ['patient', ...groupBy] as const) {
    const firsts = new Map<string, number>()
    rows.forEach(({ [field]: value }, row) => {
      if (value === null) return
      const first = firsts.get(value)
      if (first === undefined) firsts.set(value, row)
      else parents[rootOf(row)] = rootOf(first)
    })
  }
  const numbers = new Map<number, number>()
  return rows.map((_, row) => {
    const root = rootOf(row)
    if (!numbers.has(root)) numbers.set(root, numbers.size)
    return numbers.get(root)!
  })
}
