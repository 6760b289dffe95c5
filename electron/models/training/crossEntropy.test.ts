import { expect, test } from 'vitest'
import { balancedClassWeights, crossEntropy } from './crossEntropy'

test('crossEntropy is the mean negative log-likelihood, also where a logit is far out', () => {
  const expected = -(Math.log(1 / (1 + Math.exp(-2))) + Math.log(1 - 1 / (1 + Math.exp(1)))) / 2
  expect(crossEntropy([2, -1], Float32Array.of(1, 0))).toBeCloseTo(expected, 12)
  expect(crossEntropy([800, -800], Float32Array.of(0, 1))).toBe(800)
  expect(crossEntropy([800, -800], Float32Array.of(1, 0))).toBe(0)
})

test('with balanced weights both classes count the same in all, and a spectrum counts 1 on average', () => {
  const targets = Float32Array.of(1, 0, 0, 0)
  const [benign, malignant] = balancedClassWeights(targets)
  expect(3 * benign).toBe(malignant)
  expect((3 * benign + malignant) / 4).toBe(1)
  expect(crossEntropy([0, 0, 0, 0], targets, [benign, malignant])).toBeCloseTo(Math.LN2, 12)
})
