import { describe, expect, it } from 'vitest'
import { interpolatePixels } from './interpolatePixels'

const line = Float64Array.of(0, 1, 2, 3, 4, 5)

describe('interpolatePixels', () => {
  it('puts single pixels and runs of them back on a line', () => {
    const spoilt = Float64Array.of(0, 99, 2, 77, -5, 5)
    expect([...interpolatePixels(spoilt, [4, 1, 3])]).toEqual([...line])
  })

  it('holds the nearest good pixel at the ends', () => {
    expect([...interpolatePixels(Float64Array.of(9, 9, 2, 3, 4, 9), [0, 1, 5])]).toEqual([2, 2, 2, 3, 4, 4])
  })

  it('leaves the input, and a spectrum without good pixels, as they were', () => {
    const input = Float64Array.of(1, 2)
    expect([...interpolatePixels(input, [0, 1, 7, -3])]).toEqual([1, 2])
    expect([...input]).toEqual([1, 2])
  })
})
