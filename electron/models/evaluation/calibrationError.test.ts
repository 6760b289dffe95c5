import { describe, expect, test } from 'vitest'
import { calibrationBins, calibrationError, calibrationErrorByChance } from './calibrationError'
import { drawPredictions } from './fixtures'

describe('calibrationError', () => {
  test('keeps equal probabilities in one bin', () => {
    const { bin } = calibrationBins({
      classes: ['benign', 'malignant'],
      patients: ['a', 'b', 'c', 'd', 'e'],
      targets: [0, 0, 1, 1, 1],
      probabilities: [0.5, 0.5, 0.5, 0.5, 0.9],
    })
    expect(new Set(bin.slice(0, 4)).size).toBe(1)
    expect(bin[4]).toBeGreaterThan(bin[0]!)
  })

  test('is what chance explains for a calibrated model, and more for one that is too sure', () => {
    const calibrated = drawPredictions({ seed: 2, patients: 300, separation: 1.5 })
    const chance = calibrationErrorByChance(calibrated, 1)
    expect(chance).toBeGreaterThan(0.02)
    expect(calibrationError(calibrationBins(calibrated))).toBeLessThan(1.5 * chance)
    const probabilities = Array.from(calibrated.probabilities, (p) => p ** 3 / (p ** 3 + (1 - p) ** 3))
    const tooSure = { ...calibrated, probabilities }
    expect(calibrationError(calibrationBins(tooSure))).toBeGreaterThan(
      2 * calibrationErrorByChance(tooSure, 1),
    )
  })

  test('has a bias that falls with patients, not with spectra', () => {
    const byChance = (patients: number, spectraEach: number) =>
      calibrationErrorByChance(drawPredictions({ seed: 3, patients, spectraEach, separation: 1.5 }), 1)
    // As one over the root.
    expect(byChance(50, 1) / byChance(800, 1)).toBeGreaterThan(3)
    expect(byChance(50, 16) / byChance(800, 1)).toBeGreaterThan(2)
  })
})
