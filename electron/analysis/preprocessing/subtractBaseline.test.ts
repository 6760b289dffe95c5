import { expect, it } from 'vitest'
import { subtractBaseline } from './subtractBaseline'

it('subtracts', () => {
  expect(subtractBaseline(Float64Array.of(5, 7), Float64Array.of(1, 2))).toEqual(Float64Array.of(4, 5))
})

it('leaves nothing where only rounding is left', () => {
  const y = new Float64Array(9).fill(5)
  const baseline = y.map((value, i) => value + (i % 2) * 1e-11)
  expect(subtractBaseline(y, baseline)).toEqual(new Float64Array(9))
})
