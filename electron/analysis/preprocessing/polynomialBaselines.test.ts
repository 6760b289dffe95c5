import { describe, expect, it } from 'vitest'
import { completeStep } from '../../contract/recipe'
import { imodpoly } from './imodpoly'
import { modpoly } from './modpoly'
import { preparePolynomialFit } from './polynomialFit'

const axis = Float64Array.from({ length: 300 }, (_, i) => 400 + 5 * i + 0.002 * i * i)

describe('polynomial fit', () => {
  it.each([0, 1, 5, 15, 30])('gives back a polynomial of order %i', (order) => {
    const y = axis.map((x) => Math.cos(order * Math.acos(Math.max(-1, Math.min(1, (x - 1100) / 1100)))))
    const fit = preparePolynomialFit(axis, order).fit(y)
    for (const [i, value] of y.entries()) expect(fit[i]).toBeCloseTo(value, 9)
  })

  it('does not see the points that do not count', () => {
    const counts = Uint8Array.from(axis, (_, i) => (i % 3 === 0 ? 0 : 1))
    const y = axis.map((x, i) => (counts[i] ? 2 * x : 1e6))
    const fit = preparePolynomialFit(axis, 1, counts).fit(y)
    for (const [i, x] of axis.entries()) expect(fit[i]).toBeCloseTo(2 * x, 7)
  })
})

describe.each([
  ['modpoly', modpoly, completeStep({ step: 'modpoly', poly_order: 2 })],
  ['imodpoly', imodpoly, completeStep({ step: 'imodpoly', poly_order: 2 })],
] as const)('%s', (_, method, parameters) => {
  it('finds the parabola under a band', () => {
    const parabola = axis.map((x) => 5000 - 0.002 * (x - 700) ** 2)
    const y = parabola.map(
      (value, i) => value + 500 * Math.exp(-(((i - 140) / 6) ** 2)) + 2 * Math.sin(i * i),
    )
    const copy = y.slice()
    const { baseline, converged } = method(axis, y, parameters)
    expect(converged).toBe(true)
    expect(y).toEqual(copy)
    for (const [i, value] of parabola.entries()) expect(Math.abs(baseline[i]! - value)).toBeLessThan(500 / 20)
  })
})
