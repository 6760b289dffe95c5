import '@tensorflow/tfjs-backend-cpu'
import { conv1d, conv2d, setBackend, slice, tensor3d, tensor4d, tile } from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { uniform } from '../training/exampleNetworks'
import { toOneDimension } from './toOneDimension'

beforeAll(() => setBackend('cpu'))

test('does on a spectrum what the kernel does on a grey image of which all rows are the spectrum', () => {
  const kernel = uniform(3 * 3 * 3 * 4, 1)
  const spectrum = uniform(20, 2)
  const image = tile(tensor4d(spectrum, [1, 1, 20, 1]), [1, 5, 1, 3])
  const full = conv2d(image, tensor4d(kernel, [3, 3, 3, 4]), [1, 2], 'same')
  const middleRow = slice(full, [0, 2, 0, 0], [1, 1, -1, -1]).dataSync()

  const { values, shape } = toOneDimension(kernel, [3, 3, 3, 4], 'rows-columns-in-out', 1)
  expect(shape).toEqual([3, 1, 4])
  const flat = conv1d(tensor3d(spectrum, [1, 20, 1]), tensor3d(values, [3, 1, 4]), 2, 'same').dataSync()
  expect(flat).toHaveLength(middleRow.length)
  flat.forEach((value, i) => {
    expect(value).toBeCloseTo(middleRow[i]!, 5)
  })
})

test('reads both layouts', () => {
  // Of [out 2, in 2, rows 1, columns 2], and the same as [rows, columns, in, out].
  const torch = toOneDimension(
    Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    [2, 2, 1, 2],
    'out-in-rows-columns',
    2,
  )
  const keras = toOneDimension(
    Float32Array.of(1, 5, 3, 7, 2, 6, 4, 8),
    [1, 2, 2, 2],
    'rows-columns-in-out',
    2,
  )
  expect(torch).toEqual(keras)
  expect([...torch.values]).toEqual([1, 5, 3, 7, 2, 6, 4, 8])
})
