import { tensor, tidy, type Tensor } from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { cnn5, type ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { buildLayersModel, getWeights, setWeights } from '../architectures/layersModel'
import type { NetworkWeights } from '../architectures/networkWeights'
import { fullWeights, tinyConvolutional, uniform } from '../training/exampleNetworks'
import { runGraph } from '../training/runGraph'
import { inferenceGraph } from './inferenceGraph'
import { weightsFromOnnx } from './weightsFromOnnx'

const COUNT = 4

function layersModelSays(network: ConvolutionalNetwork, weights: NetworkWeights, spectra: Float32Array) {
  const model = buildLayersModel(network)
  setWeights(model, network, weights)
  // What the model itself holds, not what was handed to it.
  expect(getWeights(model)).toEqual(
    new Map([...getWeights(model).keys()].map((name) => [name, weights.get(name)])),
  )
  return tidy(() => (model.predict(tensor(spectra, [COUNT, network.inputLength, 1])) as Tensor).dataSync())
}

describe('weights', () => {
  test.each([tinyConvolutional, { ...tinyConvolutional, name: 'three classes', outputs: 3 }, cnn5])(
    'go from a LayersModel to ONNX and back, and say the same to 1e-6: $name',
    async (network) => {
      const spectra = uniform(COUNT * network.inputLength, 5)
      const weights = fullWeights(network)
      const expected = layersModelSays(network, weights, spectra)

      const onnx = inferenceGraph(network, weights)
      const there = await runGraph(onnx, spectra, [1, network.inputLength], 'probability')
      const back = layersModelSays(network, weightsFromOnnx(network, onnx), spectra)
      expect(there).toHaveLength(expected.length)
      expected.forEach((probability, i) => {
        expect(Math.abs(there[i]! - probability)).toBeLessThan(1e-6)
        expect(Math.abs(back[i]! - probability)).toBeLessThan(1e-6)
      })
      expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(1e-3)
    },
  )

  test('of another network are refused, with the layer and both shapes', () => {
    const onnx = inferenceGraph(tinyConvolutional, fullWeights(tinyConvolutional))
    const wider = { ...tinyConvolutional, hidden: 6 }
    expect(() => weightsFromOnnx(wider, onnx)).toThrow(/\[4, 5\] for hidden\/kernel.*\[4, 6\]/)
    expect(() => weightsFromOnnx(wider, onnx.subarray(0, 300))).toThrow(
      expect.objectContaining({ code: 'training.wrongCheckpoint' }),
    )
  })
})
