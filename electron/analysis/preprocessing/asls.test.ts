import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeStep } from '../../contract/recipe'
import { asls } from './asls'
import { createWhittaker } from './whittaker'

const parameters = completeStep({ step: 'asls' })

/** Bands on a slope, with the noise of the index. */
function spectrum(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const band = 400 * Math.exp(-(((i - n / 3) / 6) ** 2)) + 200 * Math.exp(-(((i - n / 2) / 9) ** 2))
    return 9000 - 20 * i + 0.02 * i * i + band + 30 * Math.sin(i * i)
  })
}

describe('asls', () => {
  it('follows scale and offset exactly', () => {
    const y = spectrum(256)
    const { baseline } = asls(y, parameters)
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.integer({ min: -1e5, max: 1e5 }),
        (scale, offset) => {
          const moved = asls(
            y.map((value) => scale * value + offset),
            parameters,
          ).baseline
          const size = scale * 9000 + Math.abs(offset)
          for (const [i, value] of baseline.entries()) {
            expect(Math.abs(moved[i]! - (scale * value + offset))).toBeLessThan(1e-12 * size)
          }
        },
      ),
      { numRuns: 20 },
    )
  })

  it('takes a straight line for its own baseline', () => {
    const line = Float64Array.from({ length: 100 }, (_, i) => 500 - 3 * i)
    const { baseline } = asls(line, parameters)
    for (const [i, value] of line.entries()) expect(Math.abs(baseline[i]! - value)).toBeLessThan(1e-10)
  })

  it('leaves most points above, and its input as it was', () => {
    const y = spectrum(512)
    const copy = y.slice()
    const { baseline, converged } = asls(y, parameters)
    expect(converged).toBe(true)
    expect(y).toEqual(copy)
    expect(y.filter((value, i) => value > baseline[i]!).length).toBeGreaterThan(0.85 * 512)
  })

  it('gives the same with buffers that were used before', () => {
    const whittaker = createWhittaker(200, parameters.lam, parameters.diff_order)
    asls(
      new Float64Array(200).map((_, i) => Math.cos(i)),
      parameters,
      whittaker,
    )
    expect(asls(spectrum(200), parameters, whittaker)).toEqual(asls(spectrum(200), parameters))
  })

  it('says when it was stopped', () => {
    const { iterations, converged } = asls(spectrum(256), { ...parameters, max_iter: 1 })
    expect({ iterations, converged }).toEqual({ iterations: 2, converged: false })
  })
})
