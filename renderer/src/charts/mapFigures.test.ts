import { expect, it } from 'vitest'
import type { ClassMaps, SaliencyTrust } from '../../../electron/contract/saliency'
import { classMapFigures, deletionFigure } from './mapFigures'

const none = { mean: null, sd: null, map: null, mapSd: null }
const maps: ClassMaps = {
  method: 'grad-cam',
  resolution: 16,
  grid: [600, 601],
  classes: [
    { name: 'benign', spectra: 4, right: 3, mean: [1, 2], sd: [0.5, 0.25], map: [0, 1], mapSd: [0, 0.5] },
    { ...none, name: 'malignant', spectra: 2, right: 0, mean: [3, 1], sd: [1, 1] },
  ],
}

it('draws the spectra of each class with their spread, and the maps of those that were said rightly', () => {
  const [spectra, saliency] = classMapFigures(maps)
  expect(spectra!.lines.map(({ name }) => name)).toEqual(['Benign (4)', 'Malignant (2)'])
  expect(spectra!.lines[0]).toMatchObject({
    points: [
      [600, 1],
      [601, 2],
    ],
    band: [
      [0.5, 1.5],
      [1.75, 2.25],
    ],
  })
  expect(saliency!.title).toContain('Grad-CAM')
  expect(saliency!.lines.map(({ name }) => name)).toEqual(['Benign (3)'])
})

it('draws how soon an answer is lost beside the spread of random orders', () => {
  const deletion = {
    ...{ shares: [0, 1], probabilities: [0.9, 0.4], area: 0.5, randomArea: 0.7, p: 0.05 },
    random: { mean: [0.9, 0.5], from: [0.9, 0.3], to: [0.9, 0.6] },
  }
  const [marked, random] = deletionFigure({ deletion } as unknown as SaliencyTrust).lines
  expect(marked!.points).toEqual([
    [0, 0.9],
    [1, 0.4],
  ])
  expect(random!.band).toEqual([
    [0.9, 0.9],
    [0.3, 0.6],
  ])
})
