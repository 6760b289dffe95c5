import { createHash } from 'node:crypto'
import {
  add,
  log,
  mean,
  mul,
  neg,
  sub,
  tensor,
  tidy,
  variableGrads,
  type Tensor,
} from '@tensorflow/tfjs-core'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { buildLayersModel, setWeights } from '../architectures/layersModel'
import type { NetworkWeights } from '../architectures/networkWeights'
import { initialWeights } from './initialWeights'
import { ADAM, trainingLayout } from './trainingGraph'
import { openTrainingStep, split, type TrainingBatch } from './trainingStep'

/** Odd lengths on the way (18, 9, 4), so that pooling drops a point. */
const network: ConvolutionalNetwork = {
  name: 'tiny',
  inputLength: 18,
  blocks: [
    { filters: 3, kernel: 5 },
    { filters: 4, kernel: 3 },
  ],
  hidden: 5,
  dropout: 0.5,
}
const BATCH = 6

function uniform(length: number, seed: number): Float32Array {
  const random = xoroshiro128plus(seed)
  return Float32Array.from({ length }, () => 2 * uniformFloat64(random) - 1)
}

const start: NetworkWeights = new Map(
  [...initialWeights(network, xoroshiro128plus(7))].map(([name, values], index) => [
    name,
    // Biases of 0 would leave their part of the arithmetic unseen.
    name.endsWith('kernel') || name.includes('moving')
      ? values
      : values.map((value, i) => value + 0.3 * uniform(values.length, index)[i]!),
  ]),
)

function batch(mask?: Float32Array): TrainingBatch {
  return {
    spectra: uniform(BATCH * network.inputLength, 1),
    targets: Float32Array.of(0, 1, 1, 0, 1, 0),
    weights: Float32Array.of(0.5, 2, 1, 1, 0.25, 1.5),
    mask: mask ?? new Float32Array(BATCH * network.hidden).fill(1),
  }
}

describe('openTrainingStep', () => {
  test('has the gradient of TensorFlow.js', async () => {
    const step = await openTrainingStep(network, start, BATCH)
    const { loss, gradient } = await step.run(batch(), 1e-3)
    const ours = split(gradient, trainingLayout(network).trained)

    const model = buildLayersModel({ ...network, dropout: 0 })
    setWeights(model, network, start)
    const { spectra, targets, weights } = batch()
    const { value, grads } = tidy(() => {
      const input = tensor(spectra, [BATCH, network.inputLength, 1])
      const target = tensor(targets, [BATCH, 1])
      const weight = tensor(weights, [BATCH, 1])
      return variableGrads(() => {
        const probability = model.apply(input, { training: true }) as Tensor
        const likelihood = add(mul(target, log(probability)), mul(sub(1, target), log(sub(1, probability))))
        return mean(mul(neg(likelihood), weight))
      })
    })
    expect(loss).toBeCloseTo(value.dataSync()[0]!, 5)
    for (const { name, originalName } of model.trainableWeights) {
      const theirs = grads[name]!.dataSync()
      const difference = Math.max(...ours.get(originalName)!.map((entry, i) => Math.abs(entry - theirs[i]!)))
      expect(difference, originalName).toBeLessThan(2e-6)
    }
  })

  test('has the gradient of finite differences, with dropout', async () => {
    const mask = Float32Array.from({ length: BATCH * network.hidden }, (_, i) => (i % 3 === 0 ? 0 : 1.5))
    const lossAt = async (weights: NetworkWeights) => {
      const step = await openTrainingStep(network, weights, BATCH)
      const { loss, gradient } = await step.run(batch(mask), 1e-3)
      await step.dispose()
      return { loss, gradient: split(gradient, trainingLayout(network).trained) }
    }
    const { gradient } = await lossAt(start)
    const direction = new Map(
      [...gradient].map(([name, { length }], index) => [name, uniform(length, index)]),
    )
    const moved = (by: number) =>
      new Map(
        [...start].map(([name, values]) => [
          name,
          values.map((value, i) => value + by * (direction.get(name)?.[i] ?? 0)),
        ]),
      )
    // Small, so that few maxima change place on the way; larger than what single precision blurs.
    const h = 3e-4
    const difference = ((await lossAt(moved(h))).loss - (await lossAt(moved(-h))).loss) / (2 * h)
    let slope = 0
    for (const [name, values] of gradient)
      values.forEach((value, i) => (slope += value * direction.get(name)![i]!))
    expect(slope).toBeCloseTo(difference, 2)
    expect(Math.abs(slope)).toBeGreaterThan(0.01)
  })

  test('takes the step of Adam', async () => {
    const step = await openTrainingStep(network, start, BATCH)
    const name = 'hidden/kernel'
    const first = new Float64Array(start.get(name)!.length)
    const second = new Float64Array(first.length)
    const expected = Float64Array.from(start.get(name)!)
    for (let t = 1; t <= 3; t++) {
      const gradient = split((await step.run(batch(), 1e-2)).gradient, trainingLayout(network).trained).get(
        name,
      )!
      gradient.forEach((g, i) => {
        first[i] = ADAM.beta1 * first[i]! + (1 - ADAM.beta1) * g
        second[i] = ADAM.beta2 * second[i]! + (1 - ADAM.beta2) * g * g
        const rate = (1e-2 * Math.sqrt(1 - ADAM.beta2 ** t)) / (1 - ADAM.beta1 ** t)
        expected[i]! -= (rate * first[i]) / (Math.sqrt(second[i]) + ADAM.epsilon)
      })
    }
    const weights = step.weights()
    weights.get(name)!.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5)
    })
  })

  test('measures the averages over all batches together', async () => {
    const step = await openTrainingStep(network, start, BATCH)
    const batches = [batch().spectra, batch().spectra.map((value) => 2 * value + 1)]
    await step.measure(batches)
    const values = batches.flatMap(firstConvolution)
    const average = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length
    expect(step.weights().get('norm1/moving_mean')![1]).toBeCloseTo(average, 5)
    expect(step.weights().get('norm1/moving_variance')![1]).toBeCloseTo(variance, 5)
  })

  test('repeats to the bit', async () => {
    const digest = async () => {
      const step = await openTrainingStep(network, start, BATCH)
      for (let t = 0; t < 5; t++) await step.run(batch(), 1e-3)
      const hash = createHash('sha256')
      for (const values of step.weights().values()) hash.update(values)
      return hash.digest('hex')
    }
    expect(await digest()).toBe(await digest())
  })
})

/** Filter 1 of the first convolution over a batch, written out. */
function firstConvolution(spectra: Float32Array): number[] {
  const [{ filters, kernel }] = network.blocks as [{ filters: number; kernel: number }]
  const values: number[] = []
  for (let spectrum = 0; spectrum < BATCH; spectrum++)
    for (let t = 0; t < network.inputLength; t++) {
      let sum = start.get('conv1/bias')![1]!
      for (let tap = 0; tap < kernel; tap++) {
        const at = t + tap - (kernel - 1) / 2
        if (at < 0 || at >= network.inputLength) continue
        sum += start.get('conv1/kernel')![tap * filters + 1]! * spectra[spectrum * network.inputLength + at]!
      }
      values.push(sum)
    }
  return values
}
