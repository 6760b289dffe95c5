import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { saliencyTrustSchema } from '../../contract/saliency'
import { openEngine } from '../inference/openEngine'
import type { ModelBundle } from '../registry/modelBundle'
import { openModelBundle } from '../registry/openModelBundle'
import { artefactShares, edgesOf } from './artefactShares'
import { checkMap, type CheckMapTask } from './checkMap'
import { deletionCurve } from './deletionCurve'
import { linearBundle } from './exampleBundle'
import { adjoiningStretches } from './stretches'

const points = 480
/** Bands where the model looks, in a spectrum that has them, and as many where it does not. */
const bands = (...middles: number[]) =>
  Array.from({ length: points }, (_, i) =>
    middles.reduce((sum, middle) => sum + Math.exp(-(((i - middle) / 6) ** 2)), 0),
  )
const weights = bands(100, 250, 400).map((value) => 0.2 * value)
const spectrum = Float32Array.from(bands(100, 175, 250, 325, 400))

async function check(bundle: ModelBundle, changes: Partial<CheckMapTask> = {}) {
  const engine = await openEngine('onnx-cpu', bundle)
  try {
    return await checkMap({ bundle, engine, spectrum, seed: 1, ...changes })
  } finally {
    await engine.dispose()
  }
}

describe('the check of a map', () => {
  test('has nothing against one that shows what the answer rests on, and repeats', async () => {
    const trust = await check(linearBundle(weights))
    expect(trust.warnings).toEqual([])
    expect(trust.method).toBe('gradient-input')
    expect(trust.deletion.p).toBe(0.05)
    expect(trust.deletion.area).toBeLessThan(trust.deletion.randomArea)
    expect(trust.deletion.probabilities[0]).toBeGreaterThan(0.9)
    expect(trust.deletion.probabilities.at(-1)).toBeCloseTo(0.5, 6)
    expect(saliencyTrustSchema.parse(trust)).toEqual(trust)
    expect(await check(linearBundle(weights))).toEqual(trust)
    const otherwise = await check(linearBundle(weights), { seed: 2 })
    expect(otherwise.deletion.randomArea).not.toBe(trust.deletion.randomArea)
  })

  test('says when a map does no better than chance', async () => {
    const engine = await openEngine('onnx-cpu', linearBundle(weights))
    const stretches = adjoiningStretches(points, 12)
    const wrong = Float64Array.from(stretches, ({ start }) => bands(40, 175, 325)[start]!)
    const { p, area, randomArea } = await deletionCurve({
      engine,
      spectrum,
      stretches,
      scores: wrong,
      direction: 1,
      seed: 1,
    })
    await engine.dispose()
    expect(p).toBeGreaterThan(0.05)
    expect(area).toBeGreaterThan(0.8 * randomArea)
    // The mean spectrum is the spectrum: whatever is replaced, nothing changes.
    const { deletion, warnings } = await check(linearBundle(weights), { mean: spectrum })
    expect(deletion.p).toBe(1)
    expect(warnings.join()).toMatch(/no better than chance.*p = 1\.00/)
  })

  test('says when a map shows the spectrum and not the model', async () => {
    const { redrawn, warnings } = await check(linearBundle(weights.map(() => 0.05)))
    expect(redrawn!.mean).toBeCloseTo(1, 6)
    expect(warnings.join()).toMatch(/shows the spectrum more than the model.*1\.00/)
  })

  test('says when a map sits on what is no tissue', async () => {
    const trust = await check(linearBundle(weights), {
      // Point 100 is at 800 cm-1.
      artefacts: [{ kind: 'cosmicRay', from: 780, to: 820 }],
    })
    expect(trust.warnings).toHaveLength(1)
    expect(trust.warnings[0]).toMatch(
      /^3\d % of the map lies on places where cosmic rays were removed \(4 % /,
    )
    const edge = Float32Array.from(bands(0))
    const atEdge = await check(linearBundle([...edge]), { spectrum: edge })
    expect(atEdge.warnings.join()).toContain('the two ends of the axis (4 % of the axis)')
  })

  test('of the network that ships, on a spectrum that it is sure of', async () => {
    const bundle = await openModelBundle(
      join(import.meta.dirname, '../../../resources/models/cnn5-simulated'),
    )
    const sure = bundle.reference.at(-1)!
    const trust = await check(bundle, { spectrum: Float32Array.from(sure.spectrum) })
    expect(trust.method).toBe('grad-cam')
    expect(trust.deletion.probabilities[0]).toBeCloseTo(sure.probability, 4)
    expect(trust.redrawn!.correlations).toHaveLength(5)
    expect(Math.abs(trust.redrawn!.mean)).toBeLessThan(0.5)
  }, 60_000)
})

test('shares of a map and of the axis, kind by kind', () => {
  const grid = Float64Array.from({ length: 101 }, (_, i) => 600 + i)
  const map = new Float64Array(101).fill(1)
  map[0] = 11
  expect(artefactShares(grid, map, [...edgesOf(grid), { kind: 'saturated', from: 650, to: 650 }])).toEqual([
    { kind: 'edge', ofMap: 16 / 111, ofAxis: 6 / 101 },
    { kind: 'saturated', ofMap: 1 / 111, ofAxis: 1 / 101 },
  ])
  expect(artefactShares(grid, new Float64Array(101), edgesOf(grid))[0]!.ofMap).toBe(0)
})
