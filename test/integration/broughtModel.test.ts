import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openServingModel } from '../../electron/instrument/services/servingModel'
import { openEngine } from '../../electron/models/inference/openEngine'
import { mayJudge } from '../../electron/models/judge'
import { readOnnx } from '../../electron/models/onnx/onnxFile'
import { loadModelBundle } from '../../electron/models/registry/loadModelBundle'
import { openModelBundle } from '../../electron/models/registry/openModelBundle'
import { POINTS, smallManifest, smallOnnx, writeModel } from '../support/broughtModels'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-brought-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const shipped = () => loadModelBundle(join(import.meta.dirname, '../../resources/models/cnn5-simulated'))

describe('our own network, brought as if it were foreign', () => {
  it('gives the Grad-CAM that its closed form gives', async () => {
    const own = await shipped()
    const manifest = {
      ...smallManifest,
      name: 'cnn5 again',
      input: { name: 'spectrum', shape: ['batch', 1, POINTS] },
      output: { name: 'logit', kind: 'logit' },
      classes: ['benign', 'malignant'],
      malignant: ['malignant'],
      // A line, convolution and ReLU, then four times pooling, convolution and ReLU.
      featureMap: { tensor: readOnnx(own.onnx).tensors[14]! },
      provenance: { origin: 'simulated', text: 'The model that ships.' },
    }
    const brought = await openModelBundle(writeModel(folder, manifest, own.onnx))
    expect(brought.cells).toEqual(own.cells)
    const engine = await openEngine('onnx-cpu', brought)
    for (const { spectrum, probability, cam } of own.reference) {
      const said = await engine.run(Float32Array.from(spectrum), 1)
      expect(said.probability[0]).toBeCloseTo(probability, 5)
      const largest = Math.max(...cam.map(Math.abs))
      const error = Math.max(...cam.map((value, t) => Math.abs(value - said.cam[t]!)))
      expect(error / largest).toBeLessThan(1e-3)
    }
    await engine.dispose()
  })
})

describe('a small network of three classes', () => {
  it('sums its malignant classes, and judges what it may', async () => {
    const bundle = await openModelBundle(writeModel(folder))
    const engine = await openEngine('onnx-cpu', bundle)
    const spectrum = Float32Array.from(bundle.reference[1]!.spectrum)
    const { probability, logit } = await engine.run(spectrum, 1)
    await engine.dispose()
    const { InferenceSession, Tensor } = await import('onnxruntime-node')
    const session = await InferenceSession.create(smallOnnx())
    const outputs = await session.run({ x: new Tensor('float32', spectrum, [1, 1, POINTS]) })
    await session.release()
    const scores = [...(outputs.scores!.data as Float32Array)].map(Math.exp)
    const expected = (scores[1]! + scores[2]!) / (scores[0]! + scores[1]! + scores[2]!)
    expect(probability[0]).toBeCloseTo(expected, 6)
    expect(logit[0]).toBeCloseTo(Math.log(expected / (1 - expected)), 5)
    expect(mayJudge(bundle, 'replayed')).toBe(true)
    expect(mayJudge(bundle, 'simulated')).toBe(false)
  })

  it('has the Grad-CAM that its weights say: this head is straight', async () => {
    const bundle = await openModelBundle(writeModel(folder))
    const engine = await openEngine('onnx-cpu', bundle)
    const spectra = bundle.reference.map(({ spectrum }) => Float32Array.from(spectrum))
    const together = await engine.run(Float32Array.from(spectra.flatMap((one) => [...one])), spectra.length)
    const alone = await engine.run(spectra[2]!, 1)
    await engine.dispose()
    expect(together.cam).toHaveLength(150 * spectra.length)
    const scale = Math.max(...alone.cam.map(Math.abs))
    alone.cam.forEach((value, t) => {
      expect(Math.abs(together.cam[300 + t]! - value)).toBeLessThan(1e-3 * scale)
    })
  })

  it.each([
    ['a batch of one', { batch: 1 }, {}],
    ['points before channels', { layout: 'channels-last' }, { tensor: 'map', layout: 'channels-last' }],
  ] as const)('says the same with %s', async (_name, model, featureMap) => {
    const plain = await openModelBundle(writeModel(join(folder, 'plain')))
    const manifest = { ...smallManifest, featureMap: { ...smallManifest.featureMap, ...featureMap } }
    const other = await openModelBundle(writeModel(join(folder, 'other'), manifest, smallOnnx(model)))
    const spectra = Float32Array.from(plain.reference.flatMap(({ spectrum }) => spectrum))
    const results = []
    for (const bundle of [plain, other]) {
      const engine = await openEngine('onnx-cpu', bundle)
      results.push(await engine.run(spectra, plain.reference.length))
      await engine.dispose()
    }
    const [expected, found] = results
    found!.logit.forEach((value, i) => {
      expect(value).toBeCloseTo(expected!.logit[i]!, 5)
    })
    const scale = Math.max(...expected!.cam.map(Math.abs))
    found!.cam.forEach((value, i) => {
      expect(Math.abs(value - expected!.cam[i]!)).toBeLessThan(1e-3 * scale)
    })
  })

  it('shows by covering what it reads where it names no map', async () => {
    const { featureMap: _, ...manifest } = smallManifest
    const serving = await openServingModel({ model: writeModel(folder, manifest) })
    expect(serving.saliencyResolution).toBe(24)
    const spectrum = Float64Array.from(serving.grid, (wavenumber) => Math.sin(wavenumber / 30))
    const [judgement] = await serving.judge([spectrum])
    expect(judgement!.saliency).toHaveLength(POINTS)
    expect(Math.max(...judgement!.saliency)).toBeGreaterThan(0.9)
    expect(judgement!.bands.length).toBeGreaterThan(0)
  })

  it('is held to the reference outputs that it brings', async () => {
    const spectrum = Array.from({ length: POINTS }, (_, i) => Math.sin(i / 9))
    writeModel(folder)
    writeFileSync(join(folder, 'reference.json'), JSON.stringify([{ spectrum, probability: 0.987 }]))
    const opening = openServingModel({ model: folder })
    await expect(opening).rejects.toMatchObject({ code: 'engine.unavailable' })
    await expect(opening).rejects.toThrow(/from the reference/)
  })
})

describe('what cannot be used is refused, saying why', () => {
  const cases: [string, object, Uint8Array | string, string, RegExp][] = [
    ['a file that is no ONNX', {}, 'not a model', 'model.notOnnx', /no ONNX model/],
    ['half a file', {}, smallOnnx().slice(0, 400), 'model.notOnnx', /no ONNX model/],
    ['an empty file', {}, '', 'model.notOnnx', /no graph/],
    [
      'another shape',
      { input: { name: 'x', shape: ['batch', POINTS] } },
      smallOnnx(),
      'model.wrongShape',
      /\[batch, 1, 1200\].*\[batch, 1200\]/,
    ],
    [
      'another number of points than the recipe leaves',
      { input: { name: 'x', shape: ['batch', 1, 1024] } },
      smallOnnx(),
      'model.wrongRecipe',
      /1024 points.*1200/,
    ],
    [
      'an unknown input',
      { input: { name: 'y', shape: ['batch', 1, POINTS] } },
      smallOnnx(),
      'model.unknownTensor',
      /"y" but x/,
    ],
    [
      'an unknown output',
      { output: { name: 'y', kind: 'logits' } },
      smallOnnx(),
      'model.unknownTensor',
      /"y" but map, scores/,
    ],
    ['an unknown map', { featureMap: { tensor: 'maps' } }, smallOnnx(), 'model.unknownTensor', /"maps"/],
    [
      'a map that is the answer',
      { featureMap: { tensor: 'scores' } },
      smallOnnx(),
      'model.wrongShape',
      /feature map/,
    ],
    [
      'more classes than numbers',
      { classes: ['a', 'b', 'c', 'd'], malignant: ['a'] },
      smallOnnx(),
      'model.wrongShape',
      /\[1, 3\] where 4/,
    ],
    ['a class that is none', { malignant: ['mole'] }, smallOnnx(), 'model.invalidManifest', /mole/],
    [
      'one number for three classes',
      { output: { name: 'scores', kind: 'logit' } },
      smallOnnx(),
      'model.invalidManifest',
      /two classes/,
    ],
    [
      'a manifest without provenance',
      { provenance: undefined },
      smallOnnx(),
      'model.invalidManifest',
      /provenance/,
    ],
    ['an unknown recipe', { recipe: 'secret' }, smallOnnx(), 'model.invalidManifest', /secret/],
    [
      'a recipe that leaves the axis of the instrument',
      { recipe: { name: 'bare', steps: [{ step: 'snv' }] } },
      smallOnnx(),
      'model.wrongRecipe',
      /axis of the instrument/,
    ],
    ['numbers that are none', {}, smallOnnx({ scale: Infinity }), 'model.notFinite', /not a number/],
  ]
  it.each(cases)('%s', async (_name, change, onnx, code, message) => {
    const opening = openModelBundle(writeModel(folder, { ...smallManifest, ...change }, onnx))
    await expect(opening).rejects.toMatchObject({ code })
    await expect(opening).rejects.toThrow(message)
  })

  it('an operator set that the runtime does not know', async () => {
    const onnx = smallOnnx()
    // The last field of the file is the operator set: its number is the last byte.
    onnx[onnx.length - 1] = 99
    const opening = openModelBundle(writeModel(folder, smallManifest, onnx))
    await expect(opening).rejects.toMatchObject({ code: 'model.unsupported' })
    await expect(opening).rejects.toThrow(/opset/i)
  })
})
