import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { splitByPatient } from './splitByPatient'

const strata = ['melanoma', 'naevus', 'naevus', 'keratosis', 'carcinoma']
/** 1 240 patients; every seventh has two spectra, the second at the end. */
const rows = [...Array(1240).keys()].map((n) => ({ patient: `P${n}`, stratum: strata[n % 5]! }))
rows.push(...rows.filter((_, n) => n % 7 === 0))
const sizes = [248, 99, 99, 794]

describe('splitByPatient', () => {
  const parts = splitByPatient(rows, sizes, xoroshiro128plus(1))
  const patientsOf = (part: number[]) => new Set(part.map((row) => rows[row]!.patient))

  test('puts every row in one part and no patient in two', () => {
    expect(parts.flat().toSorted((a, b) => a - b)).toEqual([...rows.keys()])
    expect(parts.map((part) => patientsOf(part).size)).toEqual(sizes)
    const everywhere = parts.flatMap((part) => [...patientsOf(part)])
    expect(new Set(everywhere).size).toBe(1240)
  })

  test('gives each part its share of each stratum, to one patient', () => {
    parts.forEach((part, index) => {
      for (const stratum of new Set(strata)) {
        const share = strata.filter((name) => name === stratum).length / strata.length
        const found = new Set(
          part.filter((row) => rows[row]!.stratum === stratum).map((row) => rows[row]!.patient),
        ).size
        expect(Math.abs(found - share * sizes[index]!), stratum).toBeLessThanOrEqual(1)
      }
    })
  })

  test('repeats with its seed and differs with another', () => {
    expect(splitByPatient(rows, sizes, xoroshiro128plus(1))).toEqual(parts)
    expect(splitByPatient(rows, sizes, xoroshiro128plus(2))).not.toEqual(parts)
  })
})
