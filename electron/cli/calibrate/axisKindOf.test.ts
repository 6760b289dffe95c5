import { expect, it } from 'vitest'
import { axisKindOf } from './axisKindOf'

const axis = (first: number, step: number) => Float64Array.from({ length: 1024 }, (_, i) => first + step * i)

it.each([
  ['pixel', 0, 1],
  ['pixel', 1, 1],
  ['wavelength', 805.3, 0.127],
  ['wavenumber', 320, 1.7],
  ['wavenumber', 600, 1],
  ['wavenumber', -50, 2],
] as const)('takes for %s an axis from %d in steps of %d', (kind, first, step) => {
  expect(axisKindOf(axis(first, step))).toBe(kind)
})
