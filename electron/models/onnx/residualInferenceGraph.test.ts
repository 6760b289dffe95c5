import { describe, expect, test } from 'vitest'
import type { Network } from '../architectures/networkWeights'
import { crossEntropy } from '../training/crossEntropy'
import { exampleBatch, fullWeights, tinyConvolutional, tinyResidual } from '../training/exampleNetworks'
import { openOnnxTraining } from '../training/onnxTrainingSession'
import { runGraph } from '../training/runGraph'
import { trainingProgram } from '../training/trainingProgram'
import { startingState } from '../training/trainingSession'
import { inferenceGraph } from './inferenceGraph'
import { residualInferenceGraph, residualStagesGraph } from './residualInferenceGraph'

const BATCH = 6
const networks: Network[] = [
  tinyConvolutional,
  { ...tinyConvolutional, outputs: 3 },
  tinyResidual,
  { ...tinyResidual, stride: 'first', outputs: 3 },
]

describe('inference', () => {
  test.each(networks)(
    'says of the batch by which it is normalised what training says of it: $name, $outputs',
    async (network) => {
      const program = trainingProgram(network)
      const session = await openOnnxTraining(program, startingState(fullWeights(network)), BATCH)
      const batch = exampleBatch(program, BATCH)
      const { loss } = await session.gradient(batch)
      await session.measure([batch.input])
      const { weights } = await session.state()
      await session.dispose()
      const onnx =
        'stages' in network ? residualInferenceGraph(network, weights) : inferenceGraph(network, weights)
      const scores = await runGraph(onnx, batch.input, [1, network.inputLength], 'logit')
      const { outputs } = program
      expect(crossEntropy(scores, batch.targets, batch.weights, program.loss, outputs)).toBeCloseTo(loss, 5)
    },
  )

  test('is the same in one graph as in two, one after the other', async () => {
    const weights = fullWeights(tinyResidual)
    const { input } = exampleBatch(trainingProgram(tinyResidual), BATCH)
    const whole = await runGraph(residualInferenceGraph(tinyResidual, weights), input, [1, 21], 'probability')
    const map = await runGraph(residualStagesGraph(tinyResidual, weights, 1), input, [1, 21], 'map')
    const rest = residualInferenceGraph(tinyResidual, weights, { from: 2 })
    const parts = await runGraph(rest, map, [8, 6], 'probability')
    expect(parts).toHaveLength(BATCH)
    parts.forEach((value, i) => {
      expect(value).toBeCloseTo(whole[i]!, 6)
    })
  })
})
