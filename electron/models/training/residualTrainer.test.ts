import { describe, expect, test } from 'vitest'
import { systemClock } from '../../shared/clock'
import { parameterCount } from '../architectures/networkWeights'
import { resnet50, residualChannels, type ResidualNetwork } from '../architectures/residualNetwork'
import { fullWeights } from './exampleNetworks'
import { accuracy, examples, exampleTask } from './exampleTask'
import { residualSettingsSchema } from './networkSettings'
import { pretrainResidual } from './residualStart'
import { residualTrainer } from './residualTrainer'
import { runGraph } from './runGraph'

const machine = { clock: systemClock, engines: ['onnx-cpu'] as const }
const settings = residualSettingsSchema.parse({
  epochs: 12,
  batch: 8,
  learningRate: 1e-2,
  bodyLearningRate: 3e-3,
})
const small: ResidualNetwork = {
  ...resnet50,
  name: 'small-resnet',
  inputLength: 160,
  stem: { filters: 4, kernel: 7 },
  stages: [
    { blocks: 1, width: 4 },
    { blocks: 2, width: 4 },
    { blocks: 1, width: 6 },
  ],
}
const start = { network: small, weights: fullWeights(small), text: 'It began with made-up weights.' }

describe('residualTrainer', () => {
  test('trains the last two stages and the output of a network from elsewhere', async () => {
    const task = exampleTask(['benign', 'malignant'], 48)
    const trained = await residualTrainer(settings, start, machine).train(task)
    const others = examples(2, 30, 160, 9)
    expect(accuracy(await trained.scores(others), others)).toBeGreaterThan(0.9)
    expect(trained.startText).toBe(start.text)
    for (const [name, values] of trained.weights) {
      const before = start.weights.get(name)!
      const same = values.every((value, i) => value === before[i])
      const frozen = /^(stem|stage1\.)/.test(name) && !name.includes('moving')
      // What is measured is measured everywhere; what is learnt is learnt in the last two stages.
      expect(same, name).toBe(frozen)
    }
    const cam = await runGraph(trained.toOnnx(1)!, others.spectra, [1, 160], 'cam')
    expect(cam).toHaveLength(30 * 10)
  }, 60_000)

  test('has a map whose mean is the logit but for the bias: alpha is the kernel over the points', async () => {
    const task = exampleTask(['benign', 'malignant'], 16)
    const once = residualSettingsSchema.parse({ epochs: 1, batch: 8 })
    const trained = await residualTrainer(once, start, machine).train(task)
    const onnx = trained.toOnnx(1)!
    const [cam, logit] = [
      await runGraph(onnx, task.fit.spectra, [1, 160], 'cam'),
      await runGraph(onnx, task.fit.spectra, [1, 160], 'logit'),
    ]
    const bias = trained.weights.get('output/bias')![0]!
    logit.forEach((value, row) => {
      const total = cam.subarray(row * 10, row * 10 + 10).reduce((sum, entry) => sum + entry, 0)
      expect(total + bias).toBeCloseTo(value, 4)
    })
  }, 60_000)

  test('learns three classes', async () => {
    const task = exampleTask(['benign', 'dysplastic', 'malignant'], 60)
    const longer = { ...settings, epochs: 30 }
    const trained = await residualTrainer(longer, start, machine).train(task)
    const others = examples(3, 30, 160, 9)
    expect(accuracy(await trained.scores(others), others)).toBeGreaterThan(0.8)
  }, 60_000)

  test('begins with what a network learnt of mixtures, and says so', async () => {
    const count = 64
    const molecules = ['collagen', 'keratin', 'lipid']
    const spectra = new Float32Array(count * 160)
    const abundances = new Float32Array(count * 3)
    for (let row = 0; row < count; row++)
      molecules.forEach((_, molecule) => {
        const abundance = ((row * (molecule + 3)) % 7) / 6
        abundances[row * 3 + molecule] = abundance
        for (let point = 0; point < 160; point++)
          spectra[row * 160 + point]! += abundance * Math.exp(-(((point - 40 * (molecule + 1)) / 5) ** 2))
      })
    const losses: number[] = []
    const pretrained = await pretrainResidual({
      spectra,
      points: 160,
      molecules,
      abundances,
      settings: { batch: 8, epochs: 8, learningRate: 1e-2, patience: 8, dropout: 0 },
      seed: 2,
      text: 'mixtures that a test made up',
      network: small,
      onEpoch: ({ watchedLoss }) => losses.push(watchedLoss),
    })
    expect(Math.min(...losses)).toBeLessThan(0.9 * losses[0]!)
    expect(pretrained.text).toMatch(/3 molecules in 64 simulated spectra \(mixtures that a test made up\)/)
    const once = residualSettingsSchema.parse({ epochs: 1, batch: 8 })
    const trained = await residualTrainer(once, pretrained, machine).train(exampleTask(['a', 'b'], 16))
    expect(trained.startText).toBe(pretrained.text)
    expect(trained.weights.get('output/kernel')).toHaveLength(residualChannels(small))
    expect(trained.weights.get('stem/kernel')).toEqual(pretrained.weights.get('stem/kernel'))
  }, 60_000)
})

test('resnet50 has 15 956 289 trainable parameters', () => {
  expect(parameterCount(resnet50)).toBe(15_956_289)
})
