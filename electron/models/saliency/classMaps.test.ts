import { expect, test } from 'vitest'
import { classMaps, type ClassMapsInput } from './classMaps'

const grid = Float64Array.of(600, 608, 616, 624)
const input: ClassMapsInput = {
  classes: ['benign', 'malignant'],
  grid,
  spectra: Float32Array.of(...[1, 2, 3, 4], ...[3, 2, 1, 0], ...[0, 5, 0, 5], ...[9, 9, 9, 9]),
  targets: [0, 0, 1, 1],
  said: [0, 0, 1, 0],
  maps: Float32Array.of(...[-2, 1], ...[-1, -4], ...[0, 3], ...[7, 7]),
  map: { method: 'grad-cam', cells: { length: 2, stride: 2, first: 0.5 } },
}

test('spectra and maps of each class, the maps of those that were said rightly', () => {
  const { resolution, classes } = classMaps(input)
  expect(resolution).toBe(16)
  const [benign, malignant] = classes
  expect(benign).toMatchObject({ name: 'benign', spectra: 2, right: 2, mean: [2, 2, 2, 2] })
  expect(benign!.sd![0]).toBeCloseTo(Math.SQRT2, 12)
  // What speaks for benign is [2, 0] and [1, 4], of the highest [1, 0] and [0.25, 1].
  expect(benign!.map).toEqual([0.625, expect.closeTo(0.59375, 12), expect.closeTo(0.53125, 12), 0.5])
  expect(malignant).toMatchObject({ spectra: 2, right: 1, mean: [4.5, 7, 4.5, 7] })
  expect(malignant!.map).toEqual([0, 0.25, 0.75, 1])
  expect(malignant!.mapSd).toEqual([0, 0, 0, 0])
})

test('of more classes the map is for the class said', () => {
  const [, second, third] = classMaps({ ...input, classes: ['a', 'b', 'c'], said: [0, 0, 1, 1] }).classes
  expect(second!.right).toBe(2)
  expect(second!.map![3]).toBe(1)
  expect(third).toEqual({ name: 'c', spectra: 0, mean: null, sd: null, right: 0, map: null, mapSd: null })
})
