import { expect, test } from 'vitest'
import { pointCells } from './mapCells'
import { resolvedMap } from './resolvedMap'

const grid = Float64Array.from({ length: 10 }, (_, i) => 600 + 2 * i)

test('what is finer than 8 cm-1 is added up, and nothing is lost', () => {
  const { cells, values } = resolvedMap(grid, pointCells(10), [1, 2, 3, 4, 5, -6, 7, 8, 9, 10])
  expect(cells).toEqual({ length: 3, stride: 4, first: 1.5 })
  expect([...values]).toEqual([10, 14, 19])
})

test('what is coarser stays', () => {
  const cells = { length: 2, stride: 5, first: 2 }
  expect(resolvedMap(grid, cells, [1, 2])).toEqual({ cells, values: Float64Array.of(1, 2) })
})
