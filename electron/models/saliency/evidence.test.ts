import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SaliencyMethod } from '../../contract/saliency'
import { openEngine } from '../inference/openEngine'
import type { ModelBundle } from '../registry/modelBundle'
import { openModelBundle } from '../registry/openModelBundle'
import { evidenceFor, type EvidenceOptions } from './evidence'
import { linearBundle } from './exampleBundle'

const shippedFolder = join(import.meta.dirname, '../../../resources/models/cnn5-simulated')
/** 2 cm-1 apart: four points are a step of 8 cm-1. */
const linear = linearBundle(Array.from({ length: 30 }, (_, i) => Math.sin(i)))
const spectrum = Float32Array.from({ length: 30 }, (_, i) => Math.cos(3 * i))

async function mapOf(bundle: ModelBundle, values: Float32Array, options?: EvidenceOptions) {
  const engine = await openEngine('onnx-cpu', bundle)
  try {
    return await evidenceFor({ ...bundle, engine }, values, options)
  } finally {
    await engine.dispose()
  }
}

describe('evidence', () => {
  test('is what the model gives out, unless another method is asked for', async () => {
    const { method, cells, values } = await mapOf(linear, spectrum)
    expect(method).toBe('gradient-input')
    expect(cells).toEqual({ length: 8, stride: 4, first: 1.5 })
    values.forEach((value, cell) => {
      let expected = 0
      for (let i = 4 * cell; i < Math.min(30, 4 * cell + 4); i++) expected += Math.sin(i) * spectrum[i]!
      expect(value).toBeCloseTo(expected, 5)
    })
    await expect(mapOf(linear, spectrum, { method: 'grad-cam' })).rejects.toMatchObject({
      code: 'model.unsupported',
    })
  })

  test('of gradient x input by two runs a stretch is the slope times the input, summed', async () => {
    const blind: ModelBundle = { ...linear, saliencyMethod: 'occlusion', cells: null }
    const mean = Float32Array.from({ length: 30 }, (_, i) => i / 100)
    const { cells, values } = await mapOf(blind, spectrum, { method: 'gradient-input', mean })
    expect(cells).toEqual({ length: 8, stride: 4, first: 1.5 })
    values.forEach((value, cell) => {
      let expected = 0
      for (let i = 4 * cell; i < Math.min(30, 4 * cell + 4); i++)
        expected += Math.sin(i) * (spectrum[i]! - mean[i]!)
      expect(value).toBeCloseTo(expected, 3)
    })
  })

  test.each<[SaliencyMethod, number, number]>([
    ['grad-cam', 75, 16],
    ['gradient-input', 150, 8],
    ['occlusion', 150, 8],
  ])('of the network that ships, by %s', async (method, length, stride) => {
    const bundle = await openModelBundle(shippedFolder)
    const prepared = Float32Array.from(bundle.reference[0]!.spectrum)
    const evidence = await mapOf(bundle, prepared, { method })
    expect(evidence).toMatchObject({ method, cells: { length, stride } })
    expect(evidence.values).toHaveLength(length)
    expect(evidence.values.some((value) => value !== 0)).toBe(true)
    expect(evidence.values.every(Number.isFinite)).toBe(true)
  })
})
