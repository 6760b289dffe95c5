import { describe, expect, test } from 'vitest'
import { decisionCurve } from './decisionCurve'

describe('decisionCurve', () => {
  const probabilities = [0.9, 0.3, 0.6, 0.1, 0.1]
  const targets = [1, 1, 0, 0, 0]

  test('counts the found less the treated in vain, at the exchange rate of the threshold', () => {
    const at = (percent: number) => decisionCurve(probabilities, targets)[percent - 1]!
    expect(at(50).threshold).toBe(0.5)
    expect(at(50).model).toBeCloseTo(1 / 5 - 1 / 5, 12)
    expect(at(20).model).toBeCloseTo(2 / 5 - (1 / 5) * (0.2 / 0.8), 12)
    expect(at(20).all).toBeCloseTo(2 / 5 - (3 / 5) * (0.2 / 0.8), 12)
    expect(at(95).model).toBe(0)
  })

  test('at a prevalence is what as many patients of each class would give', () => {
    const rare = decisionCurve(probabilities, targets, 0.1)[19]!
    expect(rare.model).toBeCloseTo(0.1 - (0.9 / 3) * 0.25, 12)
    expect(rare.all).toBeCloseTo(0.1 - 0.9 * 0.25, 12)
  })
})
