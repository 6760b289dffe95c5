import { expect, test } from 'vitest'
import { adjoiningStretches, coverStretches } from './stretches'

test('adjoining stretches leave nothing out', () => {
  expect(adjoiningStretches(7, 3)).toEqual([
    { start: 0, end: 3 },
    { start: 3, end: 6 },
    { start: 6, end: 7 },
  ])
})

const spectrum = Float32Array.of(1, 9, 9, 4, 9, 9, 7)

test('stretches that touch are one gap, bridged between what is left', () => {
  const [first, second, third] = [
    { start: 2, end: 3 },
    { start: 1, end: 2 },
    { start: 4, end: 6 },
  ]
  expect([...coverStretches(spectrum, [first, second, third])]).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect([first, second]).toEqual([
    { start: 2, end: 3 },
    { start: 1, end: 2 },
  ])
  expect([...coverStretches(spectrum, [{ start: 0, end: 7 }])]).toEqual([0, 0, 0, 0, 0, 0, 0])
})

test('the mean takes their place where it is known', () => {
  const mean = Float32Array.of(0, 1, 2, 3, 4, 5, 6)
  expect([...coverStretches(spectrum, [{ start: 1, end: 3 }], mean)]).toEqual([1, 1, 2, 4, 9, 9, 7])
})
