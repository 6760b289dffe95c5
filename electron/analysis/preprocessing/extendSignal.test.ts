import { expect, it } from 'vitest'
import { extendSignal } from './extendSignal'

it.each([
  ['reflect', [3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1]],
  ['mirror', [1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3]],
  ['nearest', [1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3]],
  ['wrap', [3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1]],
  ['constant', [0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0]],
] as const)('%s goes on beyond its own length', (extension, expected) => {
  const extended = extendSignal(Float64Array.of(1, 2, 3), 4, extension)
  expect(Array.from(extended)).toEqual([...expected])
})

it('mirrors a single point onto itself', () => {
  expect(Array.from(extendSignal(Float64Array.of(7), 2, 'mirror'))).toEqual([7, 7, 7, 7, 7])
})
