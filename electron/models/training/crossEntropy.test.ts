import { expect, test } from 'vitest'
import { balancedClassWeights, crossEntropy } from './crossEntropy'

test('crossEntropy is the mean negative log-likelihood, also where a logit is far out', () => {
  const expected = -(Math.log(1 / (1 + Math.exp(-2))) + Math.log(1 - 1 / (1 + Math.exp(1)))) / 2
  expect(crossEntropy([2, -1], Float32Array.of(1, 0))).toBeCloseTo(expected, 12)
  expect(crossEntropy([800, -800], Float32Array.of(0, 1))).toBe(800)
  expect(crossEntropy([800, -800], Float32Array.of(1, 0))).toBe(0)
})

test('with balanced weights all classes count the same in all, and a spectrum counts 1 on average', () => {
  const targets = Float32Array.of(1, 0, 0, 0)
  const [benign, malignant] = balancedClassWeights(targets)
  expect(3 * benign!).toBe(malignant)
  expect((3 * benign! + malignant!) / 4).toBe(1)
  const weights = Array.from(targets, (label) => (label === 1 ? malignant! : benign!))
  expect(crossEntropy([0, 0, 0, 0], targets, weights)).toBeCloseTo(Math.LN2, 12)
  expect(balancedClassWeights([0, 1, 1, 2], 3)).toEqual([4 / 3, 2 / 3, 4 / 3])
})

test('of a softmax it is that of the class, weighted, also where a score is far out', () => {
  const scores = [1, 2, 3, 900, 0, -900]
  const targets = Float32Array.of(0, 0, 1, 0, 1, 0)
  const first = -Math.log(Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3)))
  expect(crossEntropy(scores, targets, [2, 1], 'softmax', 3)).toBeCloseTo((2 * first + 900) / 2, 10)
})

test('of several yes and no it is the mean over all of them', () => {
  const alone = crossEntropy([1, -2], Float32Array.of(0.25, 1))
  expect(crossEntropy([1, -2], Float32Array.of(0.25, 1), [1], 'sigmoid', 2)).toBeCloseTo(alone, 12)
})
