import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { initialWeights } from '../training/initialWeights'
import { cnn5, mapLength, mapStride } from './convolutionalNetwork'
import { buildLayersModel } from './layersModel'
import { checkWeights, isTrainable, sizeOf, weightSpecs } from './networkWeights'

describe('cnn5', () => {
  test('has the 196 289 trainable parameters of Table 1', () => {
    const trainable = weightSpecs(cnn5).filter(isTrainable)
    expect(trainable.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(196_289)
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
