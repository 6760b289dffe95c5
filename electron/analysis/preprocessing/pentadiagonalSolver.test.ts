import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBandedSolver } from './bandedSolver'
import { createPentadiagonalSolver } from './pentadiagonalSolver'

const system = fc.integer({ min: 3, max: 40 }).chain((n) =>
  fc.record({
    weights: fc.float64Array({ minLength: n, maxLength: n, min: 0.001, max: 1, noNaN: true }),
    y: fc.float64Array({ minLength: n, maxLength: n, min: -1, max: 1, noNaN: true }),
    lam: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  }),
)

const plain = (n: number, lam: number) => createBandedSolver(n, lam, 2)

it('solves what the plain solver solves, for odd and even lengths down to 3', () => {
  fc.assert(
    fc.property(system, ({ weights, y, lam }) => {
      const two = createPentadiagonalSolver(y.length, lam)
      const one = plain(y.length, lam)
      const [x, expected] = [new Float64Array(y.length), new Float64Array(y.length)]
      two.solve(weights, y, x)
      one.solve(weights, y, expected)
      for (const [i, value] of expected.entries()) expect(x[i]).toBeCloseTo(value, 6)
    }),
  )
})

it('solves again with the same factors', () => {
  const n = 7
  const weights = Float64Array.of(1, 0.5, 0.01, 1, 0.3, 0.2, 1)
  const y = Float64Array.of(3, 1, 4, 1, 5, 9, 2)
  for (const create of [createPentadiagonalSolver, plain]) {
    const solver = create(n, 10)
    const x = new Float64Array(n)
    solver.solve(weights, y, x)
    const again = y.map((value, i) => (value * weights[i]!) / 10)
    solver.solveAgain(again)
    for (const [i, value] of x.entries()) expect(again[i]).toBeCloseTo(value, 12)
  }
})

it.each([createPentadiagonalSolver, plain])('refuses a system without weights', (create) => {
  const solver = create(6, 1)
  const nothing = new Float64Array(6)
  expect(() => {
    solver.solve(nothing, nothing, new Float64Array(6))
  }).toThrow(expect.objectContaining({ code: 'numeric.singular' }) as Error)
})
