import { describe, expect, test } from 'vitest'
import { mapLength } from '../architectures/convolutionalNetwork'
import type { Network } from '../architectures/networkWeights'
import { inferenceGraph } from '../onnx/inferenceGraph'
import { operatorsOf } from '../onnx/onnxFile'
import { residualInferenceGraph } from '../onnx/residualInferenceGraph'
import { fullWeights, tinyConvolutional, tinyResidual, uniform } from '../training/exampleNetworks'
import { openBroughtEngine } from './broughtEngine'
import type { BroughtModel } from './broughtModel'

const COUNT = 3
const several = 3

/** The graph, and the tensor of its last feature map: what is pooled before the mean is taken. */
function graphOf(network: Network): { onnx: Uint8Array; tensor: string; extents: number[] } {
  const [onnx, pooling] =
    'stages' in network
      ? [residualInferenceGraph(network, fullWeights(network)), 'ReduceMean']
      : [inferenceGraph(network, fullWeights(network)), 'MaxPool']
  const tensor = operatorsOf(onnx).findLast(({ name }) => name === pooling)!.inputs[0]!
  return { onnx, tensor, extents: 'stages' in network ? [12, 3] : [4, 1, mapLength(network)] }
}

describe.each<Network>([
  { ...tinyConvolutional, outputs: several },
  { ...tinyResidual, outputs: several },
])('the maps of $name, of $outputs classes', (network) => {
  const { onnx, tensor, extents } = graphOf(network)
  const [channels, length] = [extents[0]!, extents.at(-1)!]
  const modelOf = (asked: number[], own: boolean): BroughtModel => ({
    name: network.name,
    onnx,
    inputLength: network.inputLength,
    input: { name: 'spectrum', shape: [1, network.inputLength] },
    batch: null,
    output: { name: 'logit', kind: 'logits', size: several, asked },
    featureMap: own ? null : { tensor, shape: extents, channels, length, channelsFirst: true },
    map: own ? { output: 'cam', length, speaksFor: 'eachClass' } : null,
  })
  const spectra = uniform(COUNT * network.inputLength, 8)
  const run = async (asked: number[], own: boolean) => {
    const engine = await openBroughtEngine(modelOf(asked, own), 'onnx-cpu')
    const outputs = await engine.run(spectra, COUNT)
    await engine.dispose()
    return outputs
  }

  test.each([[[0]], [[2]], [[1, 2]]])(
    'in closed form are those by finite differences: asked for %j',
    async (asked) => {
      const [closed, finite] = [await run(asked, true), await run(asked, false)]
      const largest = Math.max(...finite.cam.map(Math.abs))
      expect(largest).toBeGreaterThan(0.01)
      expect(closed.cam).toHaveLength(COUNT * length)
      closed.cam.forEach((value, cell) => {
        expect(Math.abs(value - finite.cam[cell]!)).toBeLessThan(5e-3 * largest)
      })
      expect(closed.probability).toEqual(finite.probability)
      closed.probability.forEach((value, row) => {
        const shares = asked.map((label) => closed.classes[row * several + label]!)
        expect(value).toBeCloseTo(
          shares.reduce((sum, share) => sum + share, 0),
          6,
        )
      })
    },
  )

  test('speak against what is not asked', async () => {
    const [one, others] = [await run([0], true), await run([1, 2], true)]
    one.cam.forEach((value, cell) => {
      expect(value).toBeCloseTo(-others.cam[cell]!, 5)
    })
  })
})
