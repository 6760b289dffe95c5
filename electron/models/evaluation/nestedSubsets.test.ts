import { describe, expect, test } from 'vitest'
import { nestedSubsets } from './nestedSubsets'

describe('nestedSubsets', () => {
  const rows = Array.from({ length: 300 }, (_, row) => ({
    patient: `P${Math.floor(row / 3)}`,
    stratum: Math.floor(row / 3) % 4 === 0 ? 'melanoma' : 'nevus',
  }))
  const subsets = nestedSubsets(rows, [20, 40, 80], 7)

  test('are of whole patients, each within the next, with its share of each stratum', () => {
    subsets.forEach((subset, i) => {
      const patients = new Set(subset.map((row) => rows[row]!.patient))
      expect(patients.size).toBe([20, 40, 80][i])
      expect(subset.length).toBe(3 * patients.size)
      const melanoma = new Set(
        subset.filter((row) => rows[row]!.stratum === 'melanoma').map((row) => rows[row]!.patient),
      )
      expect(Math.abs(melanoma.size - patients.size / 4)).toBeLessThanOrEqual(i + 1)
      const next = new Set(subsets[i + 1] ?? subset)
      expect(subset.every((row) => next.has(row))).toBe(true)
    })
  })

  test('repeat with their seed', () => {
    expect(nestedSubsets(rows, [20, 40, 80], 7)).toEqual(subsets)
    expect(nestedSubsets(rows, [20, 40, 80], 8)).not.toEqual(subsets)
  })
})
