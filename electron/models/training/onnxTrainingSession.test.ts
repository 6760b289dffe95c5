import '@tensorflow/tfjs-backend-cpu'
// It brings the gradients of the operators.
import '@tensorflow/tfjs-layers'
import { createHash } from 'node:crypto'
import {
  add,
  batchNorm,
  conv1d,
  div,
  logSoftmax,
  matMul,
  maxPool,
  mean,
  moments,
  mul,
  neg,
  pad,
  relu,
  reshape,
  setBackend,
  softplus,
  sub,
  sum,
  tensor,
  tensor3d,
  tidy,
  variable,
  variableGrads,
  type Scalar,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  type Variable,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { BATCH_NORMALISATION_EPSILON } from '../architectures/convolutionalNetwork'
import type { Network } from '../architectures/networkWeights'
import { walkResidualNetwork, type ResidualNetwork } from '../architectures/residualNetwork'
import { exampleBatch, fullWeights, tinyConvolutional, tinyResidual, uniform } from './exampleNetworks'
import { openOnnxTraining } from './onnxTrainingSession'
import { openTfjsTraining } from './tfjsTrainingSession'
import { ADAM } from './trainingGraph'
import { trainedSpecs, trainingProgram, type TrainingProgram } from './trainingProgram'
import { startingState, type TrainingBatch } from './trainingSession'

const BATCH = 6
const networks: Network[] = [
  tinyConvolutional,
  { ...tinyConvolutional, name: 'tiny, three classes', outputs: 3 },
  tinyResidual,
  { ...tinyResidual, name: 'tiny-resnet as in Keras, three classes', stride: 'first', outputs: 3 },
]
const multiLabel = trainingProgram({ ...tinyResidual, outputs: 3 }, { loss: 'sigmoid' })

beforeAll(() => setBackend('cpu'))

/** The same network and loss on TensorFlow.js, written for it alone. */
function tfjsGradient(program: TrainingProgram, { input, targets, weights, mask }: TrainingBatch) {
  const { network, outputs } = program
  let gradient = new Map<string, ArrayLike<number>>()
  const loss = tidy(() => {
    const variables = new Map<string, Variable>()
    const start = fullWeights(network)
    for (const { name, shape } of trainedSpecs(program))
      variables.set(name, variable(tensor(start.get(name)!, [...shape])))
    const weight = (name: string) => variables.get(name)!
    const { value, grads } = variableGrads(() => {
      const examples = tensor3d(input, [BATCH, network.inputLength, 1])
      const features =
        'stages' in network ? residual(network, weight, examples) : convolutional(weight, examples)
      const kept = mul(features, tensor(mask, [BATCH, program.dropoutUnits]))
      const scores = add(matMul(kept, weight('output/kernel')), weight('output/bias'))
      const target = tensor(targets, [BATCH, outputs])
      const entries =
        program.loss === 'sigmoid'
          ? sub(softplus(scores), mul(scores, target))
          : neg(mul(logSoftmax(scores), target))
      const weighted = sum(mul(entries, tensor(weights, [BATCH, 1])))
      return div<Scalar>(weighted, BATCH * (program.loss === 'sigmoid' ? outputs : 1))
    })
    gradient = new Map([...variables].map(([name, { name: own }]) => [name, grads[own]!.dataSync()]))
    return value.dataSync()[0]!
  })
  return { loss, gradient }
}

function normalise(map: Tensor, gamma: Variable, beta: Variable, epsilon: number): Tensor3D {
  const { mean: average, variance } = moments(map, [0, 1])
  return batchNorm(
    map,
    average as never,
    variance as never,
    beta as never,
    gamma as never,
    epsilon,
  ) as Tensor3D
}

function pool(map: Tensor3D, size: number, padding: number): Tensor3D {
  const [batch, points, channels] = map.shape
  const flat: Tensor4D = reshape(map, [batch, points, 1, channels])
  const padded = [
    [0, 0],
    [padding, padding],
    [0, 0],
    [0, 0],
  ] as [[number, number], [number, number], [number, number], [number, number]]
  return reshape(maxPool(flat, [size, 1], [2, 1], padded), [batch, -1, channels])
}

function convolutional(weight: (name: string) => Variable, examples: Tensor3D): Tensor {
  let map = examples
  tinyConvolutional.blocks.forEach((_, index) => {
    const [block, norm] = [`conv${index + 1}`, `norm${index + 1}`]
    const convolved = add(conv1d(map, weight(`${block}/kernel`) as never, 1, 'same'), weight(`${block}/bias`))
    const normalised = normalise(
      convolved,
      weight(`${norm}/gamma`),
      weight(`${norm}/beta`),
      BATCH_NORMALISATION_EPSILON,
    )
    map = pool(relu(normalised), 2, 0)
  })
  return relu(add(matMul(mean(map, 1), weight('hidden/kernel')), weight('hidden/bias')))
}

function residual(network: ResidualNetwork, weight: (name: string) => Variable, examples: Tensor3D): Tensor {
  const map = walkResidualNetwork<Tensor3D>(
    network,
    {
      convolution(input, { name, width, stride }) {
        const half = (width - 1) / 2
        const padded = pad(input, [
          [0, 0],
          [half, half],
          [0, 0],
        ])
        const convolved = conv1d(padded, weight(`${name}/kernel`) as never, stride, 'valid')
        return normalise(convolved, weight(`${name}/gamma`), weight(`${name}/beta`), network.epsilon)
      },
      relu,
      maxPool: (input) => pool(input, 3, 1),
      add: (left, right) => add(left, right),
    },
    examples,
  )
  return mean(map, 1)
}

const maskOf = ({ dropoutUnits }: TrainingProgram) =>
  Float32Array.from({ length: BATCH * dropoutUnits }, (_, i) => (i % 3 === 0 ? 0 : 1.5))

describe.each([...networks.map((network) => trainingProgram(network)), multiLabel])(
  'openOnnxTraining: $network.name, $loss',
  (program) => {
    const { network } = program
    const start = startingState(fullWeights(network))

    test('has the loss and the gradient of TensorFlow.js', async () => {
      const session = await openOnnxTraining(program, start, BATCH)
      const examples = exampleBatch(program, BATCH, maskOf(program))
      const { loss, gradient } = await session.gradient(examples)
      await session.dispose()
      const theirs = tfjsGradient(program, examples)
      expect(loss).toBeCloseTo(theirs.loss, 5)
      expect([...gradient.keys()]).toEqual(trainedSpecs(program).map(({ name }) => name))
      for (const [name, values] of gradient) {
        const expected = theirs.gradient.get(name)!
        const difference = Math.max(...values.map((value, i) => Math.abs(value - expected[i]!)))
        expect(difference, name).toBeLessThan(5e-6)
      }
      expect(Math.max(...gradient.get(trainedSpecs(program)[0]!.name)!.map(Math.abs))).toBeGreaterThan(1e-3)
    })

    test('has the gradient of finite differences', async () => {
      const examples = exampleBatch(program, BATCH, maskOf(program))
      const at = async (by: number, direction?: ReadonlyMap<string, Float32Array>) => {
        const moved = [...start.weights].map(
          ([name, values]) =>
            [name, values.map((value, i) => value + by * (direction?.get(name)?.[i] ?? 0))] as const,
        )
        const session = await openOnnxTraining(program, startingState(new Map(moved)), BATCH)
        const found = await session.gradient(examples)
        await session.dispose()
        return found
      }
      const { gradient } = await at(0)
      // Every entry by another step, all of them uphill: a slope that stands out of the rounding.
      const direction = new Map(
        [...gradient].map(([name, values], index) => {
          const steps = uniform(values.length, index + 40)
          return [name, values.map((value, i) => Math.sign(value) * Math.abs(steps[i]!))] as const
        }),
      )
      // Small, so that few maxima change place on the way; larger than what single precision blurs.
      const h = 1e-4
      const difference = ((await at(h, direction)).loss - (await at(-h, direction)).loss) / (2 * h)
      let slope = 0
      for (const [name, values] of gradient)
        values.forEach((value, i) => (slope += value * direction.get(name)![i]!))
      expect(slope).toBeGreaterThan(0.1)
      expect(difference / slope).toBeCloseTo(1, 1.5)
    })
  },
)

describe('openOnnxTraining', () => {
  const program = trainingProgram(tinyConvolutional)
  const start = startingState(fullWeights(tinyConvolutional))

  test('takes the step of Adam, each group of weights at its rate', async () => {
    const rates = trainingProgram(tinyResidual, { bodyRateShare: 0.1 })
    const session = await openOnnxTraining(rates, startingState(fullWeights(tinyResidual)), BATCH)
    const watched = [
      ['output/kernel', 1e-2],
      ['stage2.block2.conv3/kernel', 1e-3],
    ] as const
    const expected = watched.map(([name, rate]) => {
      const values = Float64Array.from(fullWeights(tinyResidual).get(name)!)
      return { name, rate, values, first: values.map(() => 0), second: values.map(() => 0) }
    })
    for (let t = 1; t <= 3; t++) {
      const { gradient } = await session.gradient(exampleBatch(rates, BATCH))
      await session.run(exampleBatch(rates, BATCH), 1e-2)
      for (const { name, rate, values, first, second } of expected)
        gradient.get(name)!.forEach((g, i) => {
          first[i] = ADAM.beta1 * first[i]! + (1 - ADAM.beta1) * g
          second[i] = ADAM.beta2 * second[i]! + (1 - ADAM.beta2) * g * g
          const corrected = (rate * Math.sqrt(1 - ADAM.beta2 ** t)) / (1 - ADAM.beta1 ** t)
          values[i]! -= (corrected * first[i]) / (Math.sqrt(second[i]) + ADAM.epsilon)
        })
    }
    const { weights, steps } = await session.state()
    await session.dispose()
    expect(steps).toBe(3)
    for (const { name, values } of expected)
      weights.get(name)!.forEach((value, i) => {
        expect(value).toBeCloseTo(values[i]!, 5)
      })
  })

  test('measures the averages over all batches together', async () => {
    const session = await openOnnxTraining(program, start, BATCH)
    const { input } = exampleBatch(program, BATCH)
    const batches = [input, input.map((value) => 2 * value + 1)]
    await session.measure(batches)
    const values = batches.flatMap(firstConvolution)
    const average = values.reduce((total, value) => total + value, 0) / values.length
    const variance = values.reduce((total, value) => total + (value - average) ** 2, 0) / values.length
    const { weights } = await session.state()
    await session.dispose()
    expect(weights.get('norm1/moving_mean')![1]).toBeCloseTo(average, 5)
    expect(weights.get('norm1/moving_variance')![1]).toBeCloseTo(variance, 5)
  })

  test('repeats to the bit, and goes on from a state as if it had not stopped', async () => {
    const digest = async (interrupted: boolean) => {
      let session = await openOnnxTraining(program, start, BATCH)
      for (let t = 0; t < 5; t++) {
        if (interrupted && t === 3) {
          const state = await session.state()
          await session.dispose()
          session = await openOnnxTraining(program, state, BATCH)
        }
        await session.run(exampleBatch(program, BATCH), 1e-3)
      }
      const hash = createHash('sha256')
      for (const values of (await session.state()).weights.values()) hash.update(values)
      await session.dispose()
      return hash.digest('hex')
    }
    const once = await digest(false)
    expect(await digest(false)).toBe(once)
    expect(await digest(true)).toBe(once)
  })
})

describe('openTfjsTraining', () => {
  test.each([networks[0]!, networks[1]!])('trains as the graph does: $name', async (network) => {
    const program = trainingProgram(network)
    const start = startingState(fullWeights(network))
    const examples = exampleBatch(program, BATCH, maskOf(program))
    const sessions = [
      await openOnnxTraining(program, start, BATCH),
      await openTfjsTraining(program, start, BATCH, 'cpu'),
    ]
    const [ours, theirs] = await Promise.all(
      sessions.map(async (session) => {
        const losses: number[] = []
        for (let t = 0; t < 3; t++) losses.push(await session.run(examples, 1e-3))
        await session.measure([examples.input, examples.input.map((value) => 1 - value)])
        const state = await session.state()
        await session.dispose()
        return { losses, ...state }
      }),
    )
    ours!.losses.forEach((loss, t) => {
      expect(theirs!.losses[t]).toBeCloseTo(loss, 4)
    })
    expect(theirs!.steps).toBe(3)
    for (const [name, values] of ours!.weights) {
      // The bias before a normalisation has no gradient but rounding, which Adam makes a step of.
      if (/^conv\d\/bias$/.test(name)) continue
      if (name.endsWith('moving_mean')) continue
      const found = theirs!.weights.get(name)!
      expect(Math.max(...values.map((value, i) => Math.abs(value - found[i]!))), name).toBeLessThan(2e-4)
    }
  })

  test('leaves residual networks to others', async () => {
    const opening = openTfjsTraining(trainingProgram(tinyResidual), startingState(new Map()), BATCH, 'cpu')
    await expect(opening).rejects.toMatchObject({ code: 'engine.unavailable' })
  })
})

/** Filter 1 of the first convolution over a batch, written out. */
function firstConvolution(spectra: Float32Array): number[] {
  const { blocks, inputLength } = tinyConvolutional
  const [{ filters, kernel }] = blocks as [{ filters: number; kernel: number }]
  const weights = fullWeights(tinyConvolutional)
  const values: number[] = []
  for (let spectrum = 0; spectrum < BATCH; spectrum++)
    for (let t = 0; t < inputLength; t++) {
      let total = weights.get('conv1/bias')![1]!
      for (let tap = 0; tap < kernel; tap++) {
        const at = t + tap - (kernel - 1) / 2
        if (at < 0 || at >= inputLength) continue
        total += weights.get('conv1/kernel')![tap * filters + 1]! * spectra[spectrum * inputLength + at]!
      }
      values.push(total)
    }
  return values
}
