import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../shared/clock'
import { parameterCount } from '../architectures/networkWeights'
import { convolutionalTrainer } from './convolutionalTrainer'
import { accuracy, examples, exampleTask } from './exampleTask'
import { networkSettingsSchema } from './networkSettings'
import { runGraph } from './runGraph'
import type { TrainingProgress } from './trainer'

const machine = { clock: systemClock, engines: ['onnx-cpu'] as const }
const settings = networkSettingsSchema.parse({ epochs: 6, batch: 8 })
const binary = exampleTask(['benign', 'malignant'], 40)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stokes-trainer-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('convolutionalTrainer', () => {
  test('has the defaults of the paper', () => {
    expect(networkSettingsSchema.parse({})).toEqual({
      epochs: 100,
      patience: 15,
      learningRate: 1e-3,
      batch: 32,
      dropout: 0.5,
      augmentation: null,
    })
  })

  test('learns two classes, says how far it is, and gives a graph with calibrated outputs', async () => {
    const progress: TrainingProgress[] = []
    const task = { ...binary, onProgress: (step: TrainingProgress) => progress.push(step) }
    const trained = await convolutionalTrainer('cnn5', settings, machine).train(task)
    const others = examples(2, 30, 160, 9)
    const scores = await trained.scores(others)
    expect(scores).toHaveLength(30)
    expect(accuracy(scores, others)).toBeGreaterThan(0.9)
    expect(trained).toMatchObject({ name: 'cnn5', parameters: 196_289, engine: 'onnx-cpu' })
    expect(progress.map(({ step, steps }) => [step, steps])).toEqual(
      trained.epochs.map(({ epoch }) => [epoch, 6]),
    )
    const { stage, loss, watchedLoss } = progress[0]!
    expect([stage, loss, watchedLoss]).toEqual([
      'epoch',
      trained.epochs[0]!.loss,
      trained.epochs[0]!.watchedLoss,
    ])
    expect(progress[0]!.timeLeftMs).toBeGreaterThan(progress[4]!.timeLeftMs!)
    const halved = await runGraph(trained.toOnnx(2)!, others.spectra, [1, 160], 'logit')
    scores.forEach((score, row) => {
      expect(halved[row]).toBeCloseTo(score / 2, 4)
    })
  }, 60_000)

  test('learns three classes, with a map for each', async () => {
    const task = exampleTask(['benign', 'dysplastic', 'malignant'], 48)
    const augmentation = { shift: 1, noise: 0.05, scale: 0.1, baseline: 0.1, mixing: 0.2 }
    const varied = networkSettingsSchema.parse({ epochs: 8, batch: 8, augmentation })
    const trained = await convolutionalTrainer('cnn5', varied, machine).train(task)
    const others = examples(3, 30, 160, 9)
    expect(accuracy(await trained.scores(others), others)).toBeGreaterThan(0.8)
    const onnx = trained.toOnnx(1)!
    const probability = await runGraph(onnx, others.spectra, [1, 160], 'probability')
    expect(probability).toHaveLength(90)
    expect(probability[0]! + probability[1]! + probability[2]!).toBeCloseTo(1, 5)
    expect(await runGraph(onnx, others.spectra, [1, 160], 'cam')).toHaveLength(30 * 3 * 10)
  }, 60_000)

  test('goes on after an interruption as if there had been none, to the bit', async () => {
    const trainer = convolutionalTrainer('cnn5', settings, machine)
    const whole = await trainer.train(binary)
    const checkpoint = join(folder, 'run.safetensors')
    const interrupted = new AbortController()
    const reason = new Error('stopped')
    const stopping = trainer.train({
      ...binary,
      checkpoint,
      signal: interrupted.signal,
      onProgress: ({ step }) => {
        if (step === 3) interrupted.abort(reason)
      },
    })
    await expect(stopping).rejects.toBe(reason)
    expect(existsSync(`${checkpoint}.part`)).toBe(false)
    const steps: number[] = []
    const resumed = await trainer.train({ ...binary, checkpoint, onProgress: ({ step }) => steps.push(step) })
    expect(steps[0]).toBe(4)
    expect(resumed.epochs).toEqual(whole.epochs)
    expect(resumed.weights).toEqual(whole.weights)
    expect(await trainer.train({ ...binary, checkpoint })).toMatchObject({ epochs: whole.epochs })
  }, 60_000)

  test('refuses to go on from the state of another task, or from no state at all', async () => {
    const checkpoint = join(folder, 'other.safetensors')
    const short = networkSettingsSchema.parse({ epochs: 1, batch: 8 })
    await convolutionalTrainer('cnn5', short, machine).train({ ...binary, checkpoint })
    const other = convolutionalTrainer('cnn5', short, machine).train({ ...binary, checkpoint, seed: 8 })
    await expect(other).rejects.toMatchObject({ code: 'training.wrongCheckpoint' })
    await writeFile(checkpoint, (await readFile(checkpoint)).subarray(0, 5000))
    const damaged = convolutionalTrainer('cnn5', short, machine).train({ ...binary, checkpoint })
    await expect(damaged).rejects.toMatchObject({ code: 'training.wrongCheckpoint' })
  }, 60_000)

  test('refuses one class, and too few spectra', async () => {
    const trainer = convolutionalTrainer('cnn7', settings, machine)
    const alike = { ...binary.fit, rows: binary.fit.rows.map((row) => ({ ...row, label: 0 })) }
    await expect(trainer.train({ ...binary, fit: alike })).rejects.toMatchObject({ code: 'dataset.oneClass' })
    const few = examples(2, 7, 160, 1)
    await expect(trainer.train({ ...binary, fit: few })).rejects.toMatchObject({ code: 'dataset.tooSmall' })
    const short = exampleTask(['benign', 'malignant'], 40, 100)
    await expect(trainer.train(short)).rejects.toMatchObject({ code: 'model.wrongShape' })
  })

  test('trains seven blocks: 3 576 001 parameters, and nine points left of 1 200', async () => {
    const task = exampleTask(['benign', 'malignant'], 8, 1200)
    const one = networkSettingsSchema.parse({ epochs: 1, batch: 8 })
    const trained = await convolutionalTrainer('cnn7', one, machine).train(task)
    expect(trained.parameters).toBe(3_576_001)
    expect(parameterCount(trained.network)).toBe(3_576_001)
    // The map lies before the last pooling, which leaves nine of its eighteen points.
    expect(await runGraph(trained.toOnnx(1)!, task.fit.spectra, [1, 1200], 'cam')).toHaveLength(8 * 18)
  }, 60_000)
})
