import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { initialWeights } from '../training/initialWeights'
import { cnn5, cnn7, mapLength, mapStride } from './convolutionalNetwork'
import { buildLayersModel } from './layersModel'
import { checkWeights, parameterCount, weightSpecs } from './networkWeights'

describe('cnn5', () => {
  test('has the 196 289 trainable parameters of Table 1', () => {
    expect(parameterCount(cnn5)).toBe(196_289)
  })

  test('has the weights of its LayersModel, by name and shape', () => {
    const model = buildLayersModel(cnn5)
    const theirs = model.weights.map(({ originalName, shape }) => [originalName, shape])
    const ours = weightSpecs(cnn5).map(({ name, shape }) => [name, shape])
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs))
    model.dispose()
  })

  test('has a map of 75 points, 16 points of the spectrum apart', () => {
    expect([mapLength(cnn5), mapStride(cnn5)]).toEqual([75, 16])
  })
})

describe('cnn7', () => {
  test('has 3 576 001 trainable parameters', () => {
    expect(parameterCount(cnn7)).toBe(3_576_001)
    // A score a class in the place of the one logit.
    expect(parameterCount({ ...cnn7, outputs: 3 })).toBe(3_576_001 + 2 * 129)
  })

  test('has a map of 18 points, 64 points of the spectrum apart', () => {
    expect([mapLength(cnn7), mapStride(cnn7)]).toEqual([18, 64])
  })

  test('has the weights of its LayersModel, by name and shape', () => {
    const model = buildLayersModel(cnn7)
    const theirs = model.weights.map(({ originalName, shape }) => [originalName, shape])
    expect(
      weightSpecs(cnn7)
        .map(({ name, shape }) => [name, shape])
        .toSorted(),
    ).toEqual(theirs.toSorted())
    model.dispose()
  })
})

describe('checkWeights', () => {
  test('refuses weights that are missing or of another size', () => {
    const weights = new Map(initialWeights(cnn5, xoroshiro128plus(1)))
    checkWeights(cnn5, weights)
    weights.set('conv2/bias', new Float32Array(31))
    expect(() => {
      checkWeights(cnn5, weights)
    }).toThrow(expect.objectContaining({ code: 'model.wrongShape' }))
    weights.delete('conv2/bias')
    expect(() => {
      checkWeights(cnn5, weights)
    }).toThrow(/conv2\/bias/)
  })
})
