import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Network } from '../../electron/models/architectures/networkWeights'
import {
  exampleBatch,
  fullWeights,
  tinyConvolutional,
  tinyResidual,
} from '../../electron/models/training/exampleNetworks'
import { openTrainingSession } from '../../electron/models/training/trainingEngines'
import { trainingProgram } from '../../electron/models/training/trainingProgram'
import { startingState, type TrainingEngineName } from '../../electron/models/training/trainingSession'

/** Electron brings a Vulkan driver that computes on the CPU: slow, and right to the last digits. */
const swiftShader = join(dirname(process.execPath), 'vk_swiftshader_icd.json')
const BATCH = 4
const networks: Network[] = [tinyConvolutional, { ...tinyResidual, outputs: 3 }]

describe.skipIf(process.platform !== 'linux' || !existsSync(swiftShader))(
  'training on WebGPU (skipped where Electron brings no SwiftShader)',
  () => {
    test.each(networks)(
      'takes the steps that the CPU takes, with the state on the GPU: $name',
      async (network) => {
        process.env.VK_ICD_FILENAMES = swiftShader
        const program = trainingProgram(network)
        const train = async (engine: TrainingEngineName) => {
          const session = await openTrainingSession(
            engine,
            program,
            startingState(fullWeights(network)),
            BATCH,
          )
          const batch = exampleBatch(program, BATCH)
          const { gradient } = await session.gradient(batch)
          const losses: number[] = []
          for (let step = 0; step < 3; step++) losses.push(await session.run(batch, 1e-3))
          await session.measure([batch.input])
          const { weights, steps } = await session.state()
          await session.dispose()
          return { gradient, losses, weights, steps }
        }
        const gpu = await train('onnx-webgpu')
        const cpu = await train('onnx-cpu')
        expect(gpu.steps).toBe(3)
        gpu.losses.forEach((loss, step) => {
          expect(loss).toBeCloseTo(cpu.losses[step]!, 4)
        })
        for (const [name, values] of cpu.gradient)
          values.forEach((value, i) => {
            expect(Math.abs(gpu.gradient.get(name)![i]! - value), name).toBeLessThan(1e-5)
          })
        for (const [name, values] of cpu.weights) {
          // What stands before a normalisation has no gradient but rounding, which Adam makes a step of.
          if (/^conv\d\/bias$|moving_mean$/.test(name)) continue
          values.forEach((value, i) => {
            expect(Math.abs(gpu.weights.get(name)![i]! - value), name).toBeLessThan(1e-3)
          })
        }
      },
      180_000,
    )
  },
)
