import { describe, expect, test } from 'vitest'
import { calibrationLine } from './calibrationLine'
import { drawPredictions } from './fixtures'
import { logit } from './logit'
import { predictiveValues, shiftToPrevalence } from './prevalence'

describe('prevalence', () => {
  test('leaves probabilities where it does not change, and comes back', () => {
    const there = shiftToPrevalence([0, 0.2, 0.7, 1], 0.49, 0.08)
    expect([...shiftToPrevalence([0.2, 0.7], 0.3, 0.3)]).toEqual([
      expect.closeTo(0.2, 12),
      expect.closeTo(0.7, 12),
    ])
    expect([...shiftToPrevalence(there, 0.08, 0.49)]).toEqual([
      0,
      expect.closeTo(0.2, 12),
      expect.closeTo(0.7, 12),
      1,
    ])
  })

  test('calibrates a model where malignancy is rare', () => {
    const { probabilities, targets } = drawPredictions({ seed: 4, patients: 40_000, separation: 1.5 })
    // A clinic: all of the benign, one in nine of the malignant.
    const rows = Array.from(targets, (_, row) => row).filter((row) => targets[row] === 0 || row % 9 === 0)
    const malignant = rows.filter((row) => targets[row] === 1).length
    const shifted = shiftToPrevalence(
      rows.map((row) => probabilities[row]!),
      0.5,
      malignant / rows.length,
    )
    const { slope, intercept } = calibrationLine(
      shifted.map((probability) => logit(probability)),
      rows.map((row) => targets[row]!),
      new Uint8Array(rows.length).fill(1),
    )
    expect(slope).toBeCloseTo(1, 1)
    expect(intercept).toBeCloseTo(0, 0.7)
  })

  test('gives predictive values as a table of 1 000 patients does', () => {
    // 50 malignant, 45 of them found; 950 benign, 760 of them cleared.
    const { ppv, npv } = predictiveValues({ sensitivity: 0.9, specificity: 0.8 }, 0.05)
    expect(ppv).toBeCloseTo(45 / (45 + 190), 12)
    expect(npv).toBeCloseTo(760 / (760 + 5), 12)
  })
})
