import { expect, it } from 'vitest'
import { keptForAxis } from './keptForAxis'

it('computes again for another axis only, whoever holds its numbers', () => {
  const computed: number[] = []
  const sum = keptForAxis((axis) => {
    const value = axis.reduce((total, wavenumber) => total + wavenumber, 0)
    computed.push(value)
    return value
  })
  const axis = Float64Array.of(1, 2, 3)
  expect([sum(axis), sum(axis.slice())]).toEqual([6, 6])
  axis[2] = 4
  expect(sum(axis)).toBe(7)
  expect([sum(Float64Array.of(1, 2)), sum(axis)]).toEqual([3, 7])
  expect(computed).toEqual([6, 7, 3, 7])
})
