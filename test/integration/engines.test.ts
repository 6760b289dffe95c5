import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { chooseEngine } from '../../electron/models/inference/chooseEngine'
import { engineNames, type EngineName } from '../../electron/models/inference/inferenceEngine'
import { openEngine } from '../../electron/models/inference/openEngine'
import { referenceForward } from '../../electron/models/inference/referenceForward'
import { PROBABILITY_TOLERANCE } from '../../electron/models/inference/tryEngine'
import { createJudge, mayJudge } from '../../electron/models/judge'
import { decodeWeights } from '../../electron/models/registry/decodeWeights'
import { loadModelBundle } from '../../electron/models/registry/loadModelBundle'
import type { TrainedBundle } from '../../electron/models/registry/modelBundle'
import { systemClock } from '../../electron/shared/clock'

const everywhere: EngineName[] = ['onnx-cpu', 'tfjs-wasm', 'tfjs-cpu']
const onSomeMachines: EngineName[] = [
  ...(process.platform === 'linux' && process.arch === 'x64' ? (['onnx-cuda', 'onnx-webgpu'] as const) : []),
  'tfjs-node-gpu',
]

let bundle: TrainedBundle
beforeAll(async () => {
  bundle = await loadModelBundle(join(import.meta.dirname, '../../resources/models/cnn5-simulated'))
})

const spectraOf = ({ reference }: TrainedBundle) =>
  Float32Array.from(reference.flatMap(({ spectrum }) => spectrum))

describe('the model that ships', () => {
  test('is of simulated provenance, says so, and may judge simulated spectra alone', () => {
    const { provenance, figures } = bundle.manifest
    expect(provenance.origin).toBe('simulated')
    expect(provenance.text).toMatch(/simulated/i)
    expect(mayJudge(bundle, 'simulated')).toBe(true)
    expect(mayJudge(bundle, 'replayed')).toBe(false)
    expect(mayJudge(bundle, 'instrument')).toBe(false)
    // A model better than the oracle has seen what it should not.
    expect(figures.heldOut.auc).toBeLessThan(figures.heldOut.oracleAuc!)
    expect(figures.further!.auc).toBeLessThan(figures.further!.oracleAuc!)
  })

  test('was split as its cohort asks, and has the reference outputs of its own weights', () => {
    expect(bundle.manifest.provenance.split).toEqual({
      fit: 794,
      earlyStopping: 99,
      calibration: 99,
      heldOut: 248,
    })
    const weights = decodeWeights(bundle)
    for (const { spectrum, probability } of bundle.reference) {
      const again = referenceForward(bundle.network, weights, Float32Array.from(spectrum))
      expect(again.probability).toBeCloseTo(probability, 9)
    }
  })
})

describe('engines', () => {
  test.each(everywhere)('%s says what the reference says, spectrum by spectrum', async (name) => {
    const engine = await openEngine(name, bundle)
    const { probability, logit, cam } = await engine.run(spectraOf(bundle), bundle.reference.length)
    await engine.dispose()
    bundle.reference.forEach((expected, index) => {
      expect(Math.abs(probability[index]! - expected.probability)).toBeLessThan(PROBABILITY_TOLERANCE)
      expect(Math.abs(logit[index]! - expected.logit)).toBeLessThan(1e-3)
      const scale = Math.max(...expected.cam.map(Math.abs))
      expected.cam.forEach((value, t) => {
        expect(Math.abs(cam[index * expected.cam.length + t]! - value)).toBeLessThan(1e-3 * scale)
      })
    })
  })

  test.each(everywhere)('%s says the same of a spectrum alone as among others', async (name) => {
    const engine = await openEngine(name, bundle)
    const spectra = spectraOf(bundle)
    const together = await engine.run(spectra, bundle.reference.length)
    const last = bundle.reference.length - 1
    const alone = await engine.run(spectra.subarray(last * 1200), 1)
    await engine.dispose()
    expect(Math.abs(alone.logit[0]! - together.logit[last]!)).toBeLessThan(1e-4)
  })

  test.each(everywhere)('%s refuses a batch of another shape', async (name) => {
    const engine = await openEngine(name, bundle)
    await expect(engine.run(new Float32Array(1199), 1)).rejects.toMatchObject({ code: 'model.wrongShape' })
    await engine.dispose()
  })
})

describe('chooseEngine', () => {
  test('uses the fastest that agrees, and says of every other why not or how slow', async () => {
    const { engine, attempts } = await chooseEngine(bundle, { clock: systemClock })
    const usable = attempts.filter((attempt) => attempt.usable)
    expect(attempts.filter((attempt) => attempt.used).map(({ name }) => name)).toEqual([engine.name])
    expect(usable.map(({ name }) => name)).toEqual(expect.arrayContaining(['onnx-cpu', 'tfjs-wasm']))
    for (const { name, largestDifference } of usable)
      expect(largestDifference, name).toBeLessThanOrEqual(PROBABILITY_TOLERANCE)
    const fastest = Math.min(...usable.map(({ millisecondsPerSpectrum }) => millisecondsPerSpectrum!))
    expect(usable.find(({ used }) => used)!.millisecondsPerSpectrum).toBe(fastest)
    // Without their hardware they are attempts with a reason, and never a crash.
    for (const name of onSomeMachines) {
      const attempt = attempts.find((one) => one.name === name)!
      expect(attempt.usable ? attempt.reason === null : attempt.reason !== '', name).toBe(true)
      if (!attempt.usable) expect(attempt.reason).toEqual(expect.any(String))
    }
    await engine.dispose()
  })

  test('tries the plain CPU of TensorFlow.js last, and only when it is asked for', async () => {
    const chosen = await chooseEngine(bundle, { clock: systemClock, only: ['tfjs-cpu'] })
    expect(chosen.engine.name).toBe('tfjs-cpu')
    expect(chosen.attempts).toHaveLength(1)
    await chosen.engine.dispose()
    expect(engineNames.at(-1)).toBe('tfjs-cpu')
  })

  test('leaves out an engine whose model says something else', async () => {
    const weights = bundle.weights.slice()
    // The bias of the output is the last number of the file but for its kernel; any change there shows.
    new Float32Array(weights.buffer).fill(0.1, -128)
    const { engine, attempts } = await chooseEngine(
      { ...bundle, weights },
      { clock: systemClock, only: ['tfjs-wasm', 'onnx-cpu'] },
    )
    expect(engine.name).toBe('onnx-cpu')
    expect(attempts[0]).toMatchObject({ name: 'tfjs-wasm', usable: false, used: false })
    expect(attempts[0]!.reason).toMatch(/from the reference/)
    await engine.dispose()
  })

  test('says so when none can run the model', async () => {
    const broken = { ...bundle, onnx: new Uint8Array(10) }
    const choosing = chooseEngine(broken, { clock: systemClock, only: ['onnx-cpu'] })
    await expect(choosing).rejects.toMatchObject({ code: 'engine.unavailable' })
    await expect(choosing).rejects.toThrow(/onnx-cpu: /)
  })
})

describe('createJudge', () => {
  test('answers with probability, class, saliency on the grid and at most ten bands', async () => {
    const engine = await openEngine('onnx-cpu', bundle)
    const judge = createJudge(bundle, engine)
    for (const { spectrum, probability } of bundle.reference) {
      const [judgement] = await judge([Float64Array.from(spectrum)])
      expect(Math.abs(judgement!.probability - probability)).toBeLessThan(PROBABILITY_TOLERANCE)
      expect(judgement!.label).toBe(probability >= bundle.manifest.threshold ? 'malignant' : 'benign')
      expect(judgement!.saliency).toHaveLength(1200)
      expect(Math.max(...judgement!.saliency)).toBeLessThanOrEqual(1)
      expect(Math.min(...judgement!.saliency)).toBeGreaterThanOrEqual(0)
      expect(judgement!.bands.length).toBeLessThanOrEqual(10)
      for (const { from, to, wavenumber, score, occlusionDrop, candidates } of judgement!.bands) {
        expect(to - from).toBeGreaterThanOrEqual(15.99)
        expect(wavenumber).toBeGreaterThanOrEqual(from)
        expect(wavenumber).toBeLessThanOrEqual(to)
        expect(score).toBeGreaterThan(0)
        if (candidates.length > 0) expect(occlusionDrop).toBeGreaterThan(0)
      }
    }
    await engine.dispose()
  })
})
