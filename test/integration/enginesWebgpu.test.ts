import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { openEngine } from '../../electron/models/inference/openEngine'
import { PROBABILITY_TOLERANCE } from '../../electron/models/inference/tryEngine'
import { loadModelBundle } from '../../electron/models/registry/loadModelBundle'

/** Electron brings a Vulkan driver that computes on the CPU: slow, and right to the last digits. */
const swiftShader = join(dirname(process.execPath), 'vk_swiftshader_icd.json')

test.skipIf(process.platform !== 'linux' || !existsSync(swiftShader))(
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
