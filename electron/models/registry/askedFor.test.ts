import { expect, test } from 'vitest'
import { openEngine } from '../inference/openEngine'
import { createJudge } from '../judge'
import { linearBundle } from '../saliency/exampleBundle'
import { askedFor } from './askedFor'
import { mappedBy, methodsOf } from './mappedBy'
import type { ModelBundle } from './modelBundle'

const points = 200
const band = (middle: number) =>
  Array.from({ length: points }, (_, i) => Math.exp(-(((i - middle) / 6) ** 2)))
/** It finds the band at 60 malignant, and that at 140 benign. */
const two = linearBundle(band(60).map((value, i) => value - band(140)[i]!))
const spectrum = Float64Array.from(band(60), (value, i) => value + band(140)[i]!)

async function highestOf(bundle: ModelBundle): Promise<{ label: string; highest: number; method: string }> {
  const engine = await openEngine('onnx-cpu', bundle)
  try {
    const [judged] = await createJudge(bundle, engine)([spectrum], { bands: false })
    const { saliency, label, saliencyMethod } = judged!
    return { label, highest: saliency.indexOf(Math.max(...saliency)), method: saliencyMethod }
  } finally {
    await engine.dispose()
  }
}

test.each(['gradient-input', 'occlusion'] as const)(
  'of two classes each has what speaks for it, by %s',
  async (method) => {
    for (const [label, name, place] of [
      [0, 'benign', 140],
      [1, 'malignant', 60],
    ] as const) {
      const found = await highestOf(mappedBy(askedFor(two, label), method))
      expect(found).toMatchObject({ label: name, method })
      expect(Math.abs(found.highest - place)).toBeLessThan(12)
    }
  },
)

test('of several classes one is asked for, by a map of its own or none', () => {
  const classes = ['a', 'b', 'c'].map((name, index) => ({ name, malignant: index === 2 }))
  const output = { name: 'logit', kind: 'logits' as const, size: 3, asked: [2] }
  const each = { ...two, classes, output, map: { ...two.map!, speaksFor: 'eachClass' as const } }
  expect(askedFor(each, 1)).toMatchObject({ output: { asked: [1] }, threshold: 0, cells: two.cells })
  const mostProbable = { ...each, map: { ...two.map!, speaksFor: 'mostProbable' as const } }
  const blind = { map: null, cells: null, saliencyMethod: 'gradient-input' }
  expect(askedFor({ ...mostProbable, saliencyMethod: 'grad-cam' }, 1)).toMatchObject(blind)
  expect(askedFor(mostProbable, 1)).toMatchObject(blind)
})

test('a model can be mapped by its own method, and by running it on changed spectra', () => {
  expect(methodsOf(two)).toEqual(['gradient-input', 'occlusion'])
  expect(methodsOf({ saliencyMethod: 'grad-cam' })).toEqual(['grad-cam', 'gradient-input', 'occlusion'])
})
