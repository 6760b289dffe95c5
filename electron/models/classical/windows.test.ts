import { expect, test } from 'vitest'
import { windowMeans, windowsOf } from './windows'

test('windows cover a grid, whatever its step', () => {
  const grid = Float64Array.of(600, 603, 607, 608, 609, 630, 631)
  expect(windowsOf(grid, 8)).toEqual([
    { start: 0, end: 3 },
    { start: 3, end: 5 },
    { start: 5, end: 7 },
  ])
  const spectra = { values: Float64Array.of(1, 2, 6, 1, 3, 4, 4, 0, 0, 0, 2, 2, 5, 7), rows: 2, columns: 7 }
  expect([...windowMeans(spectra, windowsOf(grid, 8)).values]).toEqual([3, 2, 4, 0, 2, 6])
})
