import { expect, it } from 'vitest'
import { normalise } from './normalise'

const axis = Float64Array.of(0, 1, 3)
const y = Float64Array.of(1, 3, 2)

it.each([
  ['area', [1 / 7, 3 / 7, 2 / 7]],
  ['max', [1 / 3, 1, 2 / 3]],
  ['vector', [1, 3, 2].map((value) => value / Math.sqrt(14))],
  ['minmax', [0, 1, 0.5]],
] as const)('%s', (kind, expected) => {
  for (const [i, value] of normalise(axis, y, { kind }).entries()) expect(value).toBeCloseTo(expected[i]!, 14)
})

it('takes a long spectrum', () => {
  const long = new Float64Array(200_000).fill(1)
  const index = long.map((_, i) => i)
  expect(normalise(index, long, { kind: 'vector' })[0]).toBeCloseTo(1 / Math.sqrt(200_000), 12)
})
