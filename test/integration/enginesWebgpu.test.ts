import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { openBroughtEngine } from '../../electron/models/inference/broughtEngine'
import type { BroughtModel } from '../../electron/models/inference/broughtModel'
import type { ModelOutputs } from '../../electron/models/inference/inferenceEngine'
import { openEngine } from '../../electron/models/inference/openEngine'
import { PROBABILITY_TOLERANCE } from '../../electron/models/inference/tryEngine'
import { inferenceGraph } from '../../electron/models/onnx/inferenceGraph'
import { loadModelBundle } from '../../electron/models/registry/loadModelBundle'
import { fullWeights, tinyConvolutional, uniform } from '../../electron/models/training/exampleNetworks'

/** Electron brings a Vulkan driver that computes on the CPU: slow, and right to the last digits. */
const swiftShader = join(dirname(process.execPath), 'vk_swiftshader_icd.json')

const withDriver = test.skipIf(process.platform !== 'linux' || !existsSync(swiftShader))

withDriver(
  'onnx-webgpu says what the reference says (skipped where Electron brings no SwiftShader)',
  async () => {
    process.env.VK_ICD_FILENAMES = swiftShader
    const bundle = await loadModelBundle(join(import.meta.dirname, '../../resources/models/cnn5-simulated'))
    const engine = await openEngine('onnx-webgpu', bundle)
    const expected = bundle.reference[2]!
    const { probability, logit, cam } = await engine.run(Float32Array.from(expected.spectrum), 1)
    await engine.dispose()
    expect(Math.abs(probability[0]! - expected.probability)).toBeLessThan(PROBABILITY_TOLERANCE)
    expect(Math.abs(logit[0]! - expected.logit)).toBeLessThan(1e-3)
    const scale = Math.max(...expected.cam.map(Math.abs))
    expected.cam.forEach((value, t) => {
      expect(Math.abs(cam[t]! - value)).toBeLessThan(1e-3 * scale)
    })
  },
  120_000,
)

withDriver(
  'onnx-webgpu maps each of several classes as the CPU does',
  async () => {
    process.env.VK_ICD_FILENAMES = swiftShader
    const network = { ...tinyConvolutional, outputs: 3 }
    const model: BroughtModel = {
      name: 'three classes',
      onnx: inferenceGraph(network, fullWeights(network)),
      inputLength: 18,
      input: { name: 'spectrum', shape: [1, 18] },
      batch: null,
      output: { name: 'logit', kind: 'logits', size: 3, asked: [1] },
      featureMap: null,
      map: { output: 'cam', length: 9, speaksFor: 'eachClass' },
    }
    const said: ModelOutputs[] = []
    for (const name of ['onnx-cpu', 'onnx-webgpu'] as const) {
      const engine = await openBroughtEngine(model, name)
      said.push(await engine.run(uniform(2 * 18, 4), 2))
      await engine.dispose()
    }
    const [cpu, gpu] = said as [ModelOutputs, ModelOutputs]
    const scale = Math.max(...cpu.cam.map(Math.abs))
    expect(scale).toBeGreaterThan(0)
    cpu.cam.forEach((value, t) => {
      expect(Math.abs(gpu.cam[t]! - value)).toBeLessThan(1e-3 * scale)
    })
    cpu.classes.forEach((value, index) => {
      expect(Math.abs(gpu.classes[index]! - value)).toBeLessThan(PROBABILITY_TOLERANCE)
    })
  },
  120_000,
)
