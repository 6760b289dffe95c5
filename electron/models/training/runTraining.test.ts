import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { fullWeights, tinyConvolutional, uniform } from './exampleNetworks'
import { openOnnxTraining } from './onnxTrainingSession'
import { runTraining, startingRun, type RunState, type TrainingRun } from './runTraining'
import { trainingProgram } from './trainingProgram'
import type { TrainingSession } from './trainingSession'

const COUNT = 20
const program = trainingProgram(tinyConvolutional)
const spectra = uniform(COUNT * tinyConvolutional.inputLength, 3)

function task(changes: Partial<TrainingRun> = {}): TrainingRun {
  return {
    outputs: 1,
    dropout: { rate: 0.5, units: program.dropoutUnits },
    settings: { batch: 4, epochs: 4, learningRate: 1e-2, patience: 4 },
    fit: {
      targets: Float32Array.from({ length: COUNT }, (_, i) => i % 2),
      weights: new Float32Array(COUNT).fill(1),
      input: (rows) =>
        Float32Array.from(rows.flatMap((row) => [...spectra.subarray(row * 18, row * 18 + 18)])),
    },
    watchedLoss: (weights) => Promise.resolve(Math.abs(weights.get('output/bias')![0]!)),
    open: (_, state) => openOnnxTraining(program, state, 4),
    ...changes,
  }
}

const begin = (engine: RunState['engine'] = 'onnx-cpu') =>
  startingRun(fullWeights(tinyConvolutional), xoroshiro128plus(1), engine)

describe('runTraining', () => {
  test('goes on from any epoch as if it had not stopped', async () => {
    const states: RunState[] = []
    const whole = await runTraining(task({ onEpoch: (run) => void states.push(run) }), begin())
    expect(states).toHaveLength(4)
    expect(await runTraining(task(), states[1]!)).toEqual(whole)
    expect(await runTraining(task(), whole)).toEqual(whole)
  })

  test('goes on with the CPU from the last epoch when an engine fails on the way', async () => {
    const whole = await runTraining(task(), begin())
    let runs = 0
    const opened: string[] = []
    const failing = task({
      async open(engine, state) {
        opened.push(engine)
        const session = await openOnnxTraining(program, state, 4)
        if (engine === 'onnx-cpu') return session
        const run: TrainingSession['run'] = (batch, rate) => {
          runs += 1
          return runs === 8 ? Promise.reject(new Error('device lost')) : session.run(batch, rate)
        }
        return { ...session, name: engine, run }
      },
    })
    const recovered = await runTraining(failing, begin('onnx-webgpu'))
    expect(opened).toEqual(['onnx-webgpu', 'onnx-cpu'])
    expect(recovered).toEqual(whole)
  })

  test('takes the CPU where the engine of a state is gone', async () => {
    const opened: string[] = []
    const run = task({
      open(engine, state) {
        opened.push(engine)
        if (engine !== 'onnx-cpu') return Promise.reject(new Error('no GPU'))
        return openOnnxTraining(program, state, 4)
      },
    })
    expect((await runTraining(run, begin('onnx-webgpu'))).engine).toBe('onnx-cpu')
    expect(opened).toEqual(['onnx-webgpu', 'onnx-cpu'])
  })

  test('ends when patience ends, with the best weights', async () => {
    let epoch = 0
    const losses = [3, 2, 2.5, 2.4, 2.3]
    const settings = { batch: 4, epochs: 50, learningRate: 1e-3, patience: 2 }
    const run = await runTraining(
      task({ settings, watchedLoss: () => Promise.resolve(losses[epoch++]!) }),
      begin(),
    )
    expect(run.epochs).toHaveLength(4)
    expect(run.best).toMatchObject({ epoch: 2, watchedLoss: 2 })
  })
})
