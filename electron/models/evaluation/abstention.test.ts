import { describe, expect, test } from 'vitest'
import { sureness, surenessForCoverage } from './abstention'
import { drawPredictions } from './fixtures'

describe('abstention', () => {
  test('is nearest where an answer could as well be another', () => {
    const two = { classes: ['benign', 'malignant'], patients: ['a', 'b', 'c'], targets: [0, 0, 1] }
    const [low, at, high] = sureness({ ...two, probabilities: [0.1, 0.3, 0.9] }, 0.3)
    expect(at).toBe(0)
    expect(low).toBeGreaterThan(1)
    expect(high).toBeGreaterThan(low!)
    const three = { classes: ['a', 'b', 'c'], patients: ['p', 'q'], targets: [0, 1] }
    const [sure, torn] = sureness({ ...three, probabilities: [0.8, 0.1, 0.1, 0.1, 0.45, 0.45] }, 0.5)
    expect(sure).toBeCloseTo(Math.log(8), 12)
    expect(torn).toBe(0)
  })

  test('answers the share that is asked for', () => {
    const calibration = drawPredictions({ seed: 1, patients: 200, separation: 1 })
    const least = surenessForCoverage(calibration, 0.4, 0.8)
    const answered = sureness(calibration, 0.4).filter((value) => value >= least)
    expect(answered.length).toBe(160)
    expect(surenessForCoverage(calibration, 0.4, 1)).toBe(0)
  })
})
