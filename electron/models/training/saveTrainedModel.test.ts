import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Experiment } from '../../contract/learning'
import { openEngine } from '../inference/openEngine'
import { oddsMap } from '../inference/oddsMap'
import { createJudge } from '../judge'
import { openModelBundle } from '../registry/openModelBundle'
import { saliencyFor } from '../saliency/saliencyGrid'
import { exampleExperiment } from './exampleExperiment'
import { runExperiment } from './runExperiment'
import { runGraph } from './runGraph'
import { saveTrainedModel } from './saveTrainedModel'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stokes-trained-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function trained(changes: Partial<Experiment>) {
  const task = await exampleExperiment({ system: 'logistic', ...changes })
  const { experiment } = task
  const result = await runExperiment(task)
  const bundle = join(folder, 'bundle')
  const { report, split, learnt } = result
  const model = result.model!
  await saveTrainedModel({
    folder: bundle,
    name: 'a run',
    model,
    report,
    experiment,
    split,
    software: 'test',
    learnt,
  })
  return { bundle, model }
}

const kinds: [string, Partial<Experiment>, string, number][] = [
  ['logistic regression', {}, 'gradient-input', 1],
  ['a system of four classes', { system: 'pca-lda', classes: 'subtypes' }, 'gradient-input', 1],
  ['a network', { system: 'cnn5', settings: { epochs: 2, batch: 16 } }, 'grad-cam', 16],
]
it.each(kinds)('%s keeps its own map', { timeout: 120_000 }, async (_name, changes, method, stride) => {
  const { bundle, model } = await trained(changes)
  const opened = await openModelBundle(bundle)
  expect(opened.saliencyMethod).toBe(method)
  expect(opened.cells).toEqual(model.map.cells)
  expect(opened.cells!.stride).toBe(stride)

  const spectra = Float32Array.from(model.reference.flatMap(({ spectrum }) => spectrum))
  const graph = (output: string) => runGraph(model.onnx, spectra, [1, 100], output)
  const [cam, logits] = [await graph('cam'), await graph('logit')]
  const engine = await openEngine('onnx-cpu', opened)
  try {
    const said = await engine.run(spectra, model.reference.length)
    const { length } = opened.cells!
    model.reference.forEach((_spectrum, row) => {
      const each = model.classes.length === 2 ? length : 4 * length
      const own = cam.subarray(row * each, (row + 1) * each)
      const malignant = model.malignant.map((name) => model.classes.indexOf(name))
      const expected = each === length ? own : oddsMap(logits.subarray(4 * row, 4 * row + 4), own, malignant)
      expect(said.cam.subarray(row * length, (row + 1) * length)).toEqual(expected)
    })
    expect(said.cam.some((value) => value !== 0)).toBe(true)

    const [judgement] = await createJudge(opened, engine)([Float64Array.from(spectra.subarray(0, 100))])
    expect(judgement!.saliencyMethod).toBe(method)
    if (stride > 1) return
    const direction = judgement!.label === 'malignant' ? 1 : -1
    expect(judgement!.saliency).toEqual(saliencyFor(said.cam.subarray(0, 100), direction))
  } finally {
    await engine.dispose()
  }
})

it(
  'refuses a map that the model does not give out, or that leaves the spectrum',
  { timeout: 60_000 },
  async () => {
    const { bundle } = await trained({})
    const path = join(bundle, 'manifest.json')
    const manifest = JSON.parse(await readFile(path, 'utf8')) as { map: object }
    const opening = async (changes: object, others: object = {}) => {
      await writeFile(path, JSON.stringify({ ...manifest, ...others, map: { ...manifest.map, ...changes } }))
      return openModelBundle(bundle)
    }
    await expect(opening({ output: 'saliency' })).rejects.toMatchObject({ code: 'model.unknownTensor' })
    await expect(opening({ stride: 2 })).rejects.toMatchObject({ code: 'model.invalidManifest' })
    await expect(opening({ method: 'occlusion' })).rejects.toMatchObject({ code: 'model.invalidManifest' })
    await expect(opening({}, { featureMap: { tensor: 'cam' } })).rejects.toMatchObject({
      code: 'model.invalidManifest',
    })
    await expect(opening({ speaksFor: 'eachClass' })).rejects.toMatchObject({
      code: 'model.invalidManifest',
    })
    await expect(opening({ stride: undefined, first: undefined })).resolves.toMatchObject({
      cells: { length: 100, stride: 1, first: 0 },
    })
  },
)

it(
  'refuses maps of each class that are none, and reference outputs that were changed',
  { timeout: 60_000 },
  async () => {
    const { bundle } = await trained({ classes: 'subtypes' })
    const path = join(bundle, 'manifest.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('eachClass', 'mostProbable'))
    await expect(openModelBundle(bundle)).rejects.toMatchObject({
      code: 'model.wrongShape',
      message: expect.stringMatching(/\[1, 4, 100\]/) as string,
    })
    await writeFile(path, text)
    await openModelBundle(bundle)
    const reference = join(bundle, 'reference.json')
    await writeFile(reference, (await readFile(reference, 'utf8')).replace('0.', '0.0'))
    await expect(openModelBundle(bundle)).rejects.toMatchObject({ code: 'model.damaged' })
  },
)
