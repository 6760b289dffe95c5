import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { cnn5, type ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { svmGaSettingsSchema } from '../classical/svmGaSettings'
import { svmGaTrainer } from '../classical/svmGaTrainer'
import { exampleTask } from '../training/exampleTask'
import { initialWeights } from '../training/initialWeights'
import { runGraph } from '../training/runGraph'
import { inferenceGraph } from './inferenceGraph'
import { redrawWeights } from './redrawWeights'
import { weightsFromOnnx } from './weightsFromOnnx'
import { OnnxGraph } from './onnxGraph'

const network: ConvolutionalNetwork = { ...cnn5, inputLength: 160, blocks: cnn5.blocks.slice(0, 3) }
const spectra = exampleTask(['a', 'b'], 8).fit.spectra

describe('redrawn weights', () => {
  test.each([undefined, 3])(
    'are the same numbers in another order, the map still that of the model: %s classes',
    async (outputs) => {
      const own = outputs ? { ...network, outputs } : network
      const onnx = inferenceGraph(own, initialWeights(own, xoroshiro128plus(1)))
      const redrawn = redrawWeights(onnx, 5)!
      expect(redrawWeights(onnx, 5)).toEqual(redrawn)
      expect(redrawWeights(onnx, 6)).not.toEqual(redrawn)

      const [before, after] = [weightsFromOnnx(own, onnx), weightsFromOnnx(own, redrawn)]
      for (const [name, values] of before) {
        if (name.endsWith('kernel')) expect(after.get(name)).not.toEqual(values)
        expect(after.get(name)!.toSorted()).toEqual(values.toSorted())
      }
      const consistent = inferenceGraph(own, after)
      for (const output of ['logit', 'cam']) {
        const [said, expected] = [
          await runGraph(redrawn, spectra, [1, 160], output),
          await runGraph(consistent, spectra, [1, 160], output),
        ]
        const size = Math.max(...expected.map(Math.abs))
        said.forEach((value, i) => {
          expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-4 * size)
        })
      }
    },
  )

  test('of a kernel machine leave its distances alone', async () => {
    const settings = svmGaSettingsSchema.parse({ windowWidth: 60, population: 6, generations: 2, folds: 3 })
    const onnx = (await svmGaTrainer(settings).train(exampleTask(['a', 'b'], 40))).toOnnx(1)!
    const redrawn = redrawWeights(onnx, 5)!
    const before = await runGraph(onnx, spectra, [1, 160], 'logit')
    const after = await runGraph(redrawn, spectra, [1, 160], 'logit')
    expect(after).not.toEqual(before)
    // A sum of kernels, none above 1, is no larger than that of the coefficients.
    expect(after.every((value) => Math.abs(value) < 1e3)).toBe(true)
  })

  test('are none where nothing was learnt', () => {
    const graph = new OnnxGraph('plain')
    const input = graph.input('spectrum', ['batch', 1, 4])
    graph.output('logit', graph.node('ReduceMean', [input], { axes: [2], keepdims: 0 }), ['batch', 1])
    expect(redrawWeights(graph.toBytes(), 1)).toBeNull()
  })
})
