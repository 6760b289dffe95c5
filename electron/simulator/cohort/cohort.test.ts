import { describe, expect, it } from 'vitest'
import { createVirtualInstrument } from '../virtualInstrument'
import { createSample } from '../virtualSample'
import { acquire } from './acquire'
import { areaUnderCurve } from './areaUnderCurve'
import { measureOracle, oracleScore } from './oracle'
import { simulateCohort } from './simulateCohort'
import { COHORT_GRID, gridWavenumbers } from './wavenumberGrid'

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('simulateCohort', () => {
  const cohort = [...simulateCohort({ patients: 124, seed: 5 })]

  it('has 63 benign of 124, in an order that tells nothing, one row a patient', () => {
    const labels = cohort.map(({ label }) => label)
    expect(labels.filter((label) => label === 0)).toHaveLength(63)
    expect(labels.slice(0, 62)).toContain(1)
    expect(labels.slice(62)).toContain(0)
    expect(new Set(cohort.map(({ patient }) => patient)).size).toBe(124)
  })

  it('has the published 630 and 610', () => {
    let malignant = 0
    for (const row of simulateCohort({ patients: 1240, seed: 1, pixels: 64 })) malignant += row.label
    expect(malignant).toBe(610)
  })

  it('repeats to the byte for its seed', () => {
    const again = [...simulateCohort({ patients: 124, seed: 5 })]
    expect(again).toEqual(cohort)
    const other = simulateCohort({ patients: 124, seed: 6 }).next().value
    expect(other?.spectrum).not.toEqual(cohort[0]!.spectrum)
  })

  it('gives finite counts on its grid, with the bands of skin', () => {
    const wavenumbers = gridWavenumbers(COHORT_GRID)
    expect(wavenumbers).toHaveLength(1601)
    const average = wavenumbers.map((_, i) => mean(cohort.map(({ spectrum }) => spectrum[i]!)))
    expect(average.every(Number.isFinite)).toBe(true)
    // Height of a band over the line between its feet.
    const height = (band: number, left: number, right: number) => {
      const at = (wavenumber: number) => average[wavenumber - COHORT_GRID.from]!
      return at(band) - (at(left) + ((at(right) - at(left)) * (band - left)) / (right - left))
    }
    expect(height(1447, 1390, 1510)).toBeGreaterThan(300)
    expect(height(1658, 1510, 1730)).toBeGreaterThan(300)
    expect(height(1003, 990, 1015)).toBeGreaterThan(50)
  })

  it('refuses a grid that the sensor does not cover', () => {
    const cohortBeyond = simulateCohort({ patients: 1, seed: 1, grid: { from: 400, to: 3000, step: 1 } })
    expect(() => cohortBeyond.next()).toThrow(/not covered/)
  })
})

describe('acquire', () => {
  const temperatures = { detectorTemperatureCelsius: -60, laserTemperatureCelsius: 25 }

  it('leaves no cosmic rays and keeps bright spots off saturation', () => {
    let largestStep = 0
    for (let seed = 0; seed < 60; seed++) {
      const spectrum = acquire(
        createVirtualInstrument({ seed }),
        createSample(`skin:II:${seed}`),
        temperatures,
      )
      for (let i = 1; i < spectrum.length; i++) {
        largestStep = Math.max(largestStep, Math.abs(spectrum[i]! - spectrum[i - 1]!))
      }
    }
    // A fifth of a median hit is 300 counts in the mean; shot noise of 20 000 counts over five frames is 45.
    expect(largestStep).toBeLessThan(600)
    const bright = acquire(
      createVirtualInstrument({ seed: 1 }),
      createSample('lesion:melanoma:VI:2'),
      temperatures,
    )
    expect(Math.max(...bright)).toBeLessThan(55_000)
  })
})

describe('areaUnderCurve', () => {
  it('counts the pairs in order, ties half', () => {
    expect(areaUnderCurve([1, 2, 3, 4], [false, false, true, true])).toBe(1)
    expect(areaUnderCurve([1, 2, 3, 4], [true, false, false, true])).toBe(0.5)
    expect(areaUnderCurve([1, 1, 1], [true, false, false])).toBe(0.5)
    expect(areaUnderCurve([3, 1, 2], [true, true, false])).toBe(0.5)
  })
})

describe('oracle', () => {
  // docs/simulator.md states these, measured on 100 000 patients.
  it('has the documented areas under the curve', () => {
    const oracle = measureOracle({ patients: 20_000, seed: 3 })
    expect(Math.abs(oracle.spectrum - 0.931)).toBeLessThan(0.006)
    expect(Math.abs(oracle.metadata - 0.72)).toBeLessThan(0.012)
    expect(Math.abs(oracle.both - 0.953)).toBeLessThan(0.006)
  })

  it('is calibrated: of patients with a posterior near p, a part p is malignant', () => {
    const rows = [...simulateCohort({ patients: 1500, seed: 8, pixels: 64 })]
    const posteriors = rows.map((row) => 1 / (1 + Math.exp(-oracleScore(row, 'both')) * (630 / 610)))
    const expected = mean(posteriors)
    expect(Math.abs(mean(rows.map(({ label }) => label)) - expected)).toBeLessThan(0.03)
    const unsure = rows.filter((_, i) => posteriors[i]! > 0.3 && posteriors[i]! < 0.7)
    expect(Math.abs(mean(unsure.map(({ label }) => label)) - 0.5)).toBeLessThan(0.12)
  })
})
