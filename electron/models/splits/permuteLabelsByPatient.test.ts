import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { permuteLabelsByPatient } from './permuteLabelsByPatient'

describe('permuteLabelsByPatient', () => {
  const rows = [...Array(300).keys()].map((n) => ({
    patient: `P${n % 100}`,
    label: (n % 100) % 4 === 0 ? 1 : 0,
  }))

  test('keeps the spectra of a patient together, and as many patients of each label', () => {
    const labels = permuteLabelsByPatient(rows)(xoroshiro128plus(1))
    for (let patient = 0; patient < 100; patient++)
      expect(new Set([labels[patient], labels[patient + 100], labels[patient + 200]]).size).toBe(1)
    expect(labels.filter((label) => label === 1)).toHaveLength(75)
    expect(permuteLabelsByPatient(rows)(xoroshiro128plus(1))).toEqual(labels)
  })

  test('gives labels that have nothing to do with the true ones', () => {
    let agreeing = 0
    for (let seed = 0; seed < 200; seed++) {
      const labels = permuteLabelsByPatient(rows)(xoroshiro128plus(seed))
      agreeing += labels.filter((label, row) => label === 1 && rows[row]!.label === 1).length / 75 / 200
    }
    // A quarter of the patients is malignant; the standard error is 0.006.
    expect(Math.abs(agreeing - 0.25)).toBeLessThan(0.025)
  })

  test('repeats or cuts the labels of a patient with another number of spectra', () => {
    const uneven = [
      { patient: 'A', label: 1 },
      { patient: 'B', label: 0 },
      { patient: 'B', label: 2 },
      { patient: 'B', label: 0 },
    ]
    const seen = new Set(
      [...Array(20).keys()].map((seed) => permuteLabelsByPatient(uneven)(xoroshiro128plus(seed)).join('')),
    )
    expect(seen).toEqual(new Set(['1020', '0111']))
  })
})
