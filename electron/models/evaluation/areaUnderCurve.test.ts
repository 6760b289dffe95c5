import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areaUnderCurve, ascendingOrder } from './areaUnderCurve'

/** The definition: over all pairs of a malignant and a benign spectrum. */
function overPairs(scores: number[], targets: number[]): number {
  let wins = 0
  let pairs = 0
  scores.forEach((malignant, i) => {
    scores.forEach((benign, j) => {
      if (targets[i] !== 1 || targets[j] !== 0) return
      pairs += 1
      wins += malignant > benign ? 1 : malignant === benign ? 0.5 : 0
    })
  })
  return wins / pairs
}

describe('areaUnderCurve', () => {
  test('is 1 where the classes are apart, 0 where they are swapped, a half where scores say nothing', () => {
    expect(areaUnderCurve([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1)
    expect(areaUnderCurve([1, 2, 3, 4], [1, 1, 0, 0])).toBe(0)
    expect(areaUnderCurve([5, 5, 5, 5], [0, 1, 0, 1])).toBe(0.5)
  })

  test('is what counting pairs gives, ties and all', () => {
    const spectrum = fc.record({ score: fc.integer({ min: 0, max: 5 }), target: fc.constantFrom(0, 1) })
    fc.assert(
      fc.property(fc.array(spectrum, { maxLength: 30 }), (drawn) => {
        const spectra = [{ score: 2, target: 1 }, { score: 3, target: 0 }, ...drawn]
        const scores = spectra.map(({ score }) => score)
        const targets = spectra.map(({ target }) => target)
        expect(areaUnderCurve(scores, targets)).toBeCloseTo(overPairs(scores, targets), 12)
      }),
    )
  })

  test('counts a spectrum as often as it is said to', () => {
    const scores = [0.1, 0.4, 0.35, 0.8]
    const targets = [0, 0, 1, 1]
    const counted = areaUnderCurve(scores, targets, ascendingOrder(scores), [1, 3, 2, 0])
    expect(counted).toBe(areaUnderCurve([0.1, 0.4, 0.4, 0.4, 0.35, 0.35], [0, 0, 0, 0, 1, 1]))
  })

  test('is no number where a class is missing', () => {
    expect(areaUnderCurve([1, 2], [1, 1])).toBeNaN()
  })
})
