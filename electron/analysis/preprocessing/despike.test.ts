import { describe, expect, it } from 'vitest'
import { completeStep } from '../../contract/recipe'
import { despike } from './despike'

const parameters = completeStep({ step: 'despike' })

function clean(n = 200): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => 5000 - 10 * i + 15 * Math.sin(1e4 * Math.sin(i)))
}

describe('despike', () => {
  it.each([
    ['in the middle', [100]],
    ['next to the first sample', [1]],
    ['on the last sample', [199]],
  ])('takes out a spike %s', (_, pixels) => {
    const y = clean()
    for (const pixel of pixels) y[pixel]! += 4000
    const repaired = despike(y, parameters)
    for (const pixel of pixels) expect(Math.abs(repaired[pixel]! - clean()[pixel]!)).toBeLessThan(60)
  })

  it('leaves a clean spectrum and its input as they are', () => {
    const y = clean()
    expect(despike(y, parameters)).toEqual(clean())
    y[50]! += 4000
    const copy = y.slice()
    despike(y, parameters)
    expect(y).toEqual(copy)
  })

  it('calls nothing a spike where the differences have no spread', () => {
    const y = new Float64Array(64)
    y[20] = 1000
    for (const variant of ['paper', 'ramanspy'] as const) {
      expect(despike(y, completeStep({ step: 'despike', variant }))).toEqual(y)
    }
  })

  it.each([1, 2])('leaves %i points as they are', (n) => {
    expect(despike(clean(n), parameters)).toEqual(clean(n))
  })
})
