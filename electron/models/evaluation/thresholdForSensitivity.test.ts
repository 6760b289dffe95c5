import { describe, expect, test } from 'vitest'
import { thresholdForSensitivity } from './thresholdForSensitivity'

const probabilities = [0.95, 0.8, 0.7, 0.6, 0.5, 0.3, 0.2]
const targets = [1, 1, 0, 1, 0, 1, 0]

describe('thresholdForSensitivity', () => {
  test('is as high as the sensitivity allows, midway to the next lower probability', () => {
    expect(thresholdForSensitivity(probabilities, targets, 0.75)).toBeCloseTo(0.55, 12)
    expect(thresholdForSensitivity(probabilities, targets, 0.76)).toBeCloseTo(0.25, 12)
  })

  test('has room below the last probability, too', () => {
    expect(thresholdForSensitivity([0.9, 0.4], [0, 1], 1)).toBeCloseTo(0.2, 12)
  })
})
