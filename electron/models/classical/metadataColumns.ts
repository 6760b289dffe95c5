import type { DataSetRow } from '../datasets/dataSet'
import type { DesignMatrix } from './designMatrix'

const factors = ['sex', 'bodySite', 'skinType'] as const

/** What the columns of patients' particulars stand for: found on those learnt from, the same for all others. */
export interface MetadataColumns {
  /** Years; what stands for an age that is not known. Null where none is known. */
  meanAge: number | null
  /** What each factor was seen to be. A patient with something else is in none of the columns. */
  levels: { factor: (typeof factors)[number]; level: string | number | null }[]
}

/** @returns null where nothing is known of any patient, or the same of all */
export function metadataColumnsOf(rows: readonly DataSetRow[]): MetadataColumns | null {
  const ages = rows.flatMap(({ age }) => age ?? [])
  const levels = factors.flatMap((factor) => {
    const seen = [...new Set(rows.map((row) => row[factor]))]
    return seen.length > 1 ? seen.map((level) => ({ factor, level })) : []
  })
  const differs = new Set(rows.map(({ age }) => age)).size > 1
  if (levels.length === 0 && !differs) return null
  const meanAge = ages.length > 0 ? ages.reduce((sum, age) => sum + age, 0) / ages.length : null
  return { meanAge, levels }
}

/** Age and whether it is missing, then 1 for what a patient is of each factor; missing is a level like another. */
export function metadataMatrix(
  rows: readonly DataSetRow[],
  { meanAge, levels }: MetadataColumns,
): DesignMatrix {
  const values = rows.flatMap((row) => [
    row.age ?? meanAge ?? 0,
    row.age === null ? 1 : 0,
    ...levels.map(({ factor, level }) => (row[factor] === level ? 1 : 0)),
  ])
  return { values: Float64Array.from(values), rows: rows.length, columns: 2 + levels.length }
}
